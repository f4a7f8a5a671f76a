package dev.scd2.engine.memory;

import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes into a copy of the contents and publishes it at commit. Confined to one thread. */
final class MemoryTransaction implements StoreTransaction {
    private final Contents working;
    private final Consumer<Contents> publish;
    private final Runnable release;
    private boolean closed;

    MemoryTransaction(Contents committed, Consumer<Contents> publish, Runnable release) {
        this.working = committed.copy();
        this.publish = publish;
        this.release = release;
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        touched.forEach((key, from) -> visitor.accept(window(working.history(key), from)));
    }

    private KeyHistory window(KeyHistory history, long from) {
        if (!working.dimension().tracksEverything()) {
            return history;
        }
        OptionalLong anchor = history.evidence().stream()
                .filter(evidence -> evidence.validFrom() < from && evidence.isComplete())
                .mapToLong(Evidence::validFrom)
                .max();
        if (anchor.isEmpty()) {
            return history;
        }
        long since = anchor.getAsLong();
        return new KeyHistory(
                history.key(),
                since,
                history.versions().stream()
                        .filter(stored -> stored.version().interval().endMicros() >= since)
                        .toList(),
                history.evidence().stream()
                        .filter(evidence -> evidence.validFrom() >= since)
                        .toList());
    }

    @Override
    public Set<Key> repeating(List<Evidence> statements) {
        return statements.stream()
                .filter(statement -> repeats(working.history(statement.key()), statement))
                .map(Evidence::key)
                .collect(Collectors.toSet());
    }

    private static boolean repeats(KeyHistory history, Evidence statement) {
        boolean free = history.evidence().stream().noneMatch(statement::isAtPlaceOf);
        return free
                && history.versions().stream()
                        .map(StoredVersion::version)
                        .filter(version -> !version.deleted()
                                && version.interval().startMicros() <= statement.validFrom()
                                && statement.validFrom() < version.interval().endMicros())
                        .anyMatch(version -> shows(version.row(), statement.row()));
    }

    private static boolean shows(Row shown, Row said) {
        for (int i = 0; i < said.width(); i++) {
            if (said.isSaid(i) && !Objects.equals(said.value(i), shown.value(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Key> keysInForce(Instant t) {
        List<Key> keys = new ArrayList<>();
        for (Key key : working.keys()) {
            for (StoredVersion stored : working.history(key).versions()) {
                if (stored.version().interval().contains(t) && !stored.version().deleted()) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return List.copyOf(working.marks());
    }

    @Override
    public long reserveSurrogates(int count) {
        return working.reserve(count);
    }

    @Override
    public void write(MutationPlan plan) {
        working.write(plan);
    }

    @Override
    public void commit() {
        publish.accept(working);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
