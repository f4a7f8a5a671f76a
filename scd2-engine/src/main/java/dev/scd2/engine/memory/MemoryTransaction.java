package dev.scd2.engine.memory;

import dev.scd2.dimension.Key;
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
import java.util.OptionalLong;
import java.util.function.Consumer;

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
