package dev.scd2.tck;

import static java.util.Objects.requireNonNull;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the groups of rules share: fresh stores that are closed after each test, and short words for test data. */
@ExtendWith(LookAt.OnFailure.class)
abstract class StoreRules {
    static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    static final Instant MAR = Instant.parse("2026-03-01T00:00:00Z");
    static final Instant APR = Instant.parse("2026-04-01T00:00:00Z");

    static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("region", ColumnType.TEXT)
            .build();

    final StoreKit kit;
    private final List<DimensionStore> opened = new ArrayList<>();

    StoreRules(StoreKit kit) {
        this.kit = kit;
    }

    DimensionStore create(Dimension dimension) {
        DimensionStore store = kit.create(dimension);
        opened.add(store);
        return store;
    }

    /** Evolves one of the created stores, which is not used afterwards. */
    DimensionStore evolve(DimensionStore store, Dimension wider) {
        DimensionStore evolved = store.evolve(wider);
        opened.remove(store);
        opened.add(evolved);
        return evolved;
    }

    @AfterEach
    void closeStores() {
        opened.forEach(DimensionStore::close);
    }

    static PlanDraft plan() {
        return new PlanDraft();
    }

    static Version version(Instant from, @Nullable Instant to, @Nullable Object... cells) {
        return Version.of(to == null ? Interval.startingAt(from) : Interval.of(from, to), Row.of(cells));
    }

    static Version deleted(Interval interval, int width) {
        return new Version(interval, Row.ofNulls(width), true);
    }

    static Evidence values(Key key, Instant from, Sequence sequence, @Nullable Object... cells) {
        return new Evidence(
                key, Evidence.Kind.VALUES, null, Instants.toMicros(from), Interval.OPEN, sequence, Row.of(cells), null);
    }

    static Evidence delete(Key key, Instant from, Sequence sequence, int width) {
        return new Evidence(
                key,
                Evidence.Kind.DELETE,
                null,
                Instants.toMicros(from),
                Interval.OPEN,
                sequence,
                Row.ofUnsaid(width),
                null);
    }

    static Evidence correction(
            Key key,
            Evidence.Kind kind,
            Instant from,
            @Nullable Instant to,
            Sequence sequence,
            @Nullable Object... cells) {
        long end = to == null ? Interval.OPEN : Instants.toMicros(to);
        return new Evidence(key, kind, null, Instants.toMicros(from), end, sequence, Row.of(cells), null);
    }

    static Evidence erasure(Key key, Sequence sequence, int width) {
        return new Evidence(key, Evidence.Kind.ERASURE, null, 0, Interval.OPEN, sequence, Row.ofUnsaid(width), null);
    }

    /** A listing without scope that says every attribute of {@code dimension}. */
    static SnapshotMark listing(Dimension dimension, Instant at, Sequence sequence) {
        Set<String> said = new HashSet<>();
        dimension.attributes().forEach(column -> said.add(column.name()));
        return new SnapshotMark(
                SnapshotMark.Kind.LISTING, Instants.toMicros(at), sequence, said, Map.of(), Evidence.NO_TIME);
    }

    static List<KeyHistory> scan(DimensionStore store) {
        List<KeyHistory> all = new ArrayList<>();
        store.scan(all::add);
        return all;
    }

    static List<Key> keys(DimensionStore store) {
        return scan(store).stream().map(KeyHistory::key).toList();
    }

    static List<Version> versions(DimensionStore store, Key key) {
        return store.history(key).versions().stream()
                .map(StoredVersion::version)
                .toList();
    }

    static StoredVersion onlyVersion(DimensionStore store, Key key) {
        List<StoredVersion> versions = store.history(key).versions();
        if (versions.size() != 1) {
            throw new AssertionError("Expected exactly one version, found "
                    + versions.stream().map(v -> v.version().interval()).toList());
        }
        return requireNonNull(versions.get(0));
    }
}
