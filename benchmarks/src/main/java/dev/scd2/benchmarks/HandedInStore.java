package dev.scd2.benchmarks;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cheapest stand-in for a store: it hands in the histories that another store gave the first time, and forgets what is
 * written. So the same batch can be applied any number of times, and costs what the engine costs. Confined to one thread.
 */
final class HandedInStore extends ForwardingStore {
    private final List<KeyHistory> histories = new ArrayList<>();

    HandedInStore(DimensionStore store) {
        super(store);
    }

    /** Returns the statements that are handed in with each batch. */
    long statements() {
        return histories.stream()
                .mapToLong(history -> history.evidence().size())
                .sum();
    }

    @Override
    public StoreTransaction begin() {
        return new Transaction();
    }

    private final class Transaction implements StoreTransaction {
        @Override
        public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
            if (histories.isEmpty()) {
                try (StoreTransaction first = store.begin()) {
                    first.read(touched, histories::add);
                }
            }
            histories.forEach(visitor);
        }

        @Override
        public Set<Key> repeating(List<Evidence> statements) {
            return Set.of();
        }

        @Override
        public List<Key> keysInForce(Instant t) {
            return List.of();
        }

        @Override
        public List<SnapshotMark> snapshots() {
            return List.of();
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
        public void close() {}
    }
}
