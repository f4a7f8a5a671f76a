package dev.scd2.benchmarks;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that asks another one. */
abstract class ForwardingStore implements DimensionStore {
    final DimensionStore store;

    ForwardingStore(DimensionStore store) {
        this.store = store;
    }

    @Override
    public Dimension dimension() {
        return store.dimension();
    }

    @Override
    public StoreTransaction begin() {
        return store.begin();
    }

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        store.scan(visitor);
    }

    @Override
    public KeyHistory history(Key key) {
        return store.history(key);
    }

    @Override
    public void asOf(Instant t, Consumer<StoredVersion> visitor) {
        store.asOf(t, visitor);
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return store.snapshots();
    }

    @Override
    public List<Rejection> quarantine() {
        return store.quarantine();
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return store.reached(source, partition);
    }

    @Override
    public void close() {
        store.close();
    }
}
