package dev.scd2.store;

import dev.scd2.change.Position;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The writing of one batch. Confined to one thread. {@link #close} without {@link #commit} leaves nothing behind.
 */
public interface StoreTransaction extends AutoCloseable {
    /**
     * Shows {@code visitor} each of these keys exactly once, also those of which nothing is held.
     *
     * <p>If the dimension {@linkplain dev.scd2.dimension.Dimension#tracksEverything() tracks everything}, a history may
     * begin at the last instant strictly before the given one at which a complete statement stands, provided that no
     * correction and no erasure of the key is remembered and the dimension's system time is not that of the source; see
     * {@link KeyHistory#since()}. Of {@link Evidence#NO_TIME} everything is wanted. Costs what is shown, not what the dimension holds.
     *
     * @param touched the first instant that the batch speaks of, for each key; epoch microseconds UTC
     */
    void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor);

    /**
     * Compares a listing with the versions in force at its time, set against set, in the columns that it said. Costs the
     * listing, plus the versions in force; what differs travels back, and nothing else.
     *
     * @param listing what was listed; for a truncate nothing was. For a listing of periods every key of which
     *     anything is held is missing, and none differs
     * @param statements of kind {@link Evidence.Kind#VALUES}, at the listing's place; taken once, in order. They may be
     *     made while they are taken, and there may be more of them than fit into memory
     */
    Listing compare(SnapshotMark listing, Iterator<Evidence> statements);

    /** Returns the state that this transaction sees. */
    StoreState state();

    /** Returns the listings and truncates remembered, in any order. */
    List<SnapshotMark> snapshots();

    /** Returns the furthest position committed in a partition of a source. */
    Optional<Position> reached(String source, int partition);

    /** Returns what lies in quarantine of these keys, in any order. */
    List<Rejection> quarantined(Set<Key> keys);

    /** Reserves {@code count} consecutive surrogate keys and returns the first, at least 1. */
    long reserveSurrogates(int count);

    /**
     * Writes all of {@code plan}, whose surrogates are reserved. Of the mutations those that end a row go before those that
     * begin one. A rejection whose identity already lies in quarantine is
     * not added again; a position does not move back.
     */
    void write(MutationPlan plan);

    /**
     * Makes it durable and visible, all at once; does nothing when the transaction is the caller's own.
     *
     * @throws dev.scd2.error.CommitOutcomeUnknownException if it may have been made, and the store cannot find out
     */
    void commit();

    /** Ends the transaction; what was not committed is as if it had never been. */
    @Override
    void close();
}
