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
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the groups of rules share: fresh stores that are closed after each test, and short words for test data. */
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

    private final Function<Dimension, DimensionStore> factory;
    private final List<DimensionStore> opened = new ArrayList<>();

    StoreRules(Function<Dimension, DimensionStore> factory) {
        this.factory = factory;
    }

    DimensionStore create(Dimension dimension) {
        DimensionStore store = factory.apply(dimension);
        opened.add(store);
        return store;
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
