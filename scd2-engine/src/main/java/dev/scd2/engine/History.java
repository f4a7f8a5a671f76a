package dev.scd2.engine;

import dev.scd2.change.Batch;
import dev.scd2.change.Fields;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Timeline;
import java.util.List;
import java.util.function.Consumer;

/**
 * The history of one dimension: give it what happened, in any order, and ask it what was true when.
 *
 * <p>The same changes in any order, in any batches, any number of times, with a crash at any point, leave the same
 * history. Late changes split, move and join versions as if they had come in time.
 *
 * <pre>{@code
 * History history = History.of(store);
 * history.apply(Batch.of(Observation.of(Map.of("member_id", "M1", "plan", "gold"), MAR_1, Sequence.of(7))));
 * }</pre>
 *
 * <p>A batch costs the changes in it and what is held of the keys they touch, not the size of the dimension. May be shared
 * between threads as far as the store may.
 */
public final class History {
    private final DimensionStore store;
    private final List<BatchListener> listeners;

    private History(DimensionStore store, List<BatchListener> listeners) {
        this.store = store;
        this.listeners = listeners;
    }

    /** Returns the history that {@code store} keeps. */
    public static History of(DimensionStore store, BatchListener... listeners) {
        return new History(store, List.of(listeners));
    }

    /**
     * Applies a batch: versions, evidence, quarantine and positions are committed together, or nothing is.
     *
     * <p>Changes that cannot be accepted go to quarantine and the others go on. Applying a batch again changes nothing.
     *
     * @return what was done, and the windows of facts that it touches
     * @throws dev.scd2.error.InvalidChangeException if the batch as a whole is refused; nothing was written
     * @throws dev.scd2.error.ConcurrentCommitException if another writer was faster; nothing was written
     * @throws dev.scd2.error.StoreException if the store failed; nothing was written
     */
    public BatchResult apply(Batch batch) {
        BatchResult result;
        try (StoreTransaction transaction = store.begin()) {
            result = planned(batch, transaction);
            int inserts = (int) result.plan().count(Insert.class);
            if (inserts > 0) {
                long first = transaction.reserveSurrogates(inserts);
                result = new BatchResult(
                        result.plan().withSurrogates(first), result.accepted(), result.replayed(), result.rejected());
            }
            if (!result.plan().isEmpty()) {
                transaction.write(result.plan());
            }
            transaction.commit();
        } catch (RuntimeException failure) {
            tell(listener -> listener.failed(store.dimension(), failure));
            throw failure;
        }
        BatchResult done = result;
        tell(listener -> listener.applied(store.dimension(), done));
        return done;
    }

    /**
     * Returns what {@link #apply} would do, and writes nothing. New versions have the surrogates {@code -1, -2, …}.
     *
     * @throws dev.scd2.error.InvalidChangeException if the batch as a whole would be refused
     */
    public BatchResult plan(Batch batch) {
        try (StoreTransaction transaction = store.begin()) {
            return planned(batch, transaction);
        }
    }

    /**
     * Returns the timeline of one entity.
     *
     * @param entity a map or a record that holds the natural key
     * @throws IllegalArgumentException if it does not
     */
    public Timeline timeline(Object entity) {
        Key key = store.dimension().key(Fields.of(entity));
        return Timeline.of(store.history(key).versions().stream()
                .map(StoredVersion::version)
                .toList());
    }

    private BatchResult planned(Batch batch, StoreTransaction transaction) {
        Dimension dimension = store.dimension();
        Planner planner = Planner.admitted(dimension, batch);
        List<SnapshotMark> known = transaction.snapshots();
        SnapshotMark listing = planner.listing();
        boolean isNew = listing != null && !known.contains(listing);
        planner.marks(
                known, isNew && listing != null ? transaction.keysInForce(Instants.ofMicros(listing.at())) : List.of());
        List<Evidence> listed = planner.listedAlone();
        if (!listed.isEmpty()) {
            planner.repeating(transaction.repeating(listed));
        }
        if (!planner.touched().isEmpty()) {
            transaction.read(planner.touched(), planner::plan);
        }
        return planner.result();
    }

    private void tell(Consumer<BatchListener> event) {
        for (BatchListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException discarded) {
                // A listener cannot fail a run, and there is nobody else to tell.
            }
        }
    }
}
