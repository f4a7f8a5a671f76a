package dev.scd2.benchmarks;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cheapest stand-in for a store: it hands in the histories that another store gave the first time, and forgets what is
 * written. So the same batch can be applied any number of times, and costs what the engine costs. Confined to one thread.
 */
final class HandedInStore implements DimensionStore {
    private final DimensionStore store;
    private final List<KeyHistory> histories = new ArrayList<>();

    HandedInStore(DimensionStore store) {
        this.store = store;
    }

    /** Returns the statements that are handed in with each batch. */
    long statements() {
        return histories.stream()
                .mapToLong(history -> history.evidence().size())
                .sum();
    }

    @Override
    public StoreTransaction begin() {
        return new Transaction(store.preview());
    }

    private final class Transaction implements StoreTransaction {
        private final StoreTransaction asked;

        Transaction(StoreTransaction asked) {
            this.asked = asked;
        }

        @Override
        public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
            if (histories.isEmpty()) {
                asked.read(touched, histories::add);
            }
            histories.forEach(visitor);
        }

        @Override
        public Listing compare(SnapshotMark listing, Iterator<Evidence> statements) {
            return asked.compare(listing, statements);
        }

        @Override
        public StoreState state() {
            return asked.state();
        }

        @Override
        public List<SnapshotMark> snapshots() {
            return asked.snapshots();
        }

        @Override
        public Optional<Position> reached(String source, int partition) {
            return asked.reached(source, partition);
        }

        @Override
        public List<Rejection> quarantined(Set<Key> keys) {
            return asked.quarantined(keys);
        }

        @Override
        public long reserveSurrogates(int count) {
            return 1;
        }

        @Override
        public void write(MutationPlan plan) {}

        @Override
        public void commit() {}

        @Override
        public void close() {
            asked.close();
        }
    }

    @Override
    public Dimension dimension() {
        return store.dimension();
    }

    @Override
    public StoreTransaction preview() {
        return begin();
    }

    @Override
    public DimensionStore evolve(Dimension wider) {
        return store.evolve(wider);
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
    public void asOf(Instant t, Instant systemAt, Consumer<StoredVersion> visitor) {
        store.asOf(t, systemAt, visitor);
    }

    @Override
    public StoreState state() {
        return store.state();
    }

    @Override
    public List<AuditEntry> audit() {
        return store.audit();
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
