package dev.scd2.tck;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dimension, and facts that hold its surrogate keys, in the transactions of one connection. Confined to one thread. */
public interface KeyedFacts extends AutoCloseable {
    /**
     * What a fact says of itself.
     *
     * @param number by which it is known
     * @param key the natural key
     * @param at when it was
     */
    record Said(long number, Key key, Instant at) {}

    /**
     * What a fact holds.
     *
     * @param number by which it is known
     * @param key the natural key
     * @param surrogate of a version or placeholder; null where it has none
     * @param outcome how its lookup ended
     * @param hash the attribute hash that it was joined with; null where it has no version
     * @param moves how often the table of results tells that it was re-keyed
     */
    record Held(
            long number,
            Key key,
            @Nullable Long surrogate,
            String outcome,
            @Nullable String hash,
            long moves) {}

    /** Returns the store, which writes in the open transaction. */
    DimensionStore store();

    /** Inserts these facts, keyed, if there are none yet. */
    void fill(List<Said> facts);

    /** Waits until nobody else writes facts, and keeps others from it until the open transaction ends. */
    void lock();

    /** Re-keys the facts in the windows of a plan. */
    void rekey(MutationPlan plan);

    /** Compares every fact with what it should hold, and re-keys those that differ. */
    void rekeyAll();

    /** Returns how many facts do not hold what they should. */
    long differing();

    /** Returns what the facts hold, by number. */
    List<Held> held();

    /** Makes durable what was done. */
    void commit();

    /** Undoes what was done since the last commit. */
    void rollback();

    @Override
    void close();
}
