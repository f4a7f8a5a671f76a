package dev.scd2.engine.memory;

import dev.scd2.change.Position;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A transaction that reads and cannot write. */
record Preview(StoreTransaction reading) implements StoreTransaction {
    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        reading.read(touched, visitor);
    }

    @Override
    public Listing compare(SnapshotMark listing, Iterator<Evidence> statements) {
        return reading.compare(listing, statements);
    }

    @Override
    public StoreState state() {
        return reading.state();
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return reading.snapshots();
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return reading.reached(source, partition);
    }

    @Override
    public List<Rejection> quarantined(Set<Key> keys) {
        return reading.quarantined(keys);
    }

    @Override
    public long reserveSurrogates(int count) {
        throw cannotWrite();
    }

    @Override
    public void write(MutationPlan plan) {
        throw cannotWrite();
    }

    @Override
    public void commit() {
        throw cannotWrite();
    }

    private static UnsupportedOperationException cannotWrite() {
        return new UnsupportedOperationException("A dry run writes nothing.");
    }

    @Override
    public void close() {
        reading.close();
    }
}
