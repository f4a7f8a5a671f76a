package dev.scd2.store;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * begin at the last instant strictly before the given one at which a complete statement stands; see
     * {@link KeyHistory#since()}. Costs what is shown, not what the dimension holds.
     *
     * @param touched the first instant that the batch speaks of, for each key; epoch microseconds UTC
     */
    void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor);

    /**
     * Returns the keys of those statements that change no version: when they begin, a version is in force that shows all
     * that they say, and no statement of the key is remembered at their place. They need only be remembered, and their
     * keys need not be read. Asked only if the dimension {@linkplain
     * dev.scd2.dimension.Dimension#tracksEverything() tracks everything}; to return fewer of them, or none, is slower and
     * not wrong.
     *
     * @param statements of kind {@link Evidence.Kind#VALUES}, at most one of each key
     */
    Set<Key> repeating(List<Evidence> statements);

    /** Returns the keys with a version in force at {@code t} that marks no absence. */
    List<Key> keysInForce(Instant t);

    /** Returns the snapshots taken before this batch, in any order. */
    List<SnapshotMark> snapshots();

    /** Reserves {@code count} consecutive surrogate keys and returns the first, at least 1. */
    long reserveSurrogates(int count);

    /**
     * Writes all of {@code plan}, whose surrogates are reserved. A rejection whose identity already lies in quarantine is
     * not added again; a position does not move back.
     */
    void write(MutationPlan plan);

    /** Makes it durable and visible, all at once; does nothing when the transaction is the caller's own. */
    void commit();

    /** Ends the transaction; what was not committed is as if it had never been. */
    @Override
    void close();
}
