package dev.scd2.store;

import dev.scd2.dimension.Key;
import java.util.List;

/**
 * What a store holds of one key, or the part of it that a batch can touch.
 *
 * <p>Immutable.
 *
 * @param key whose
 * @param since {@link Long#MIN_VALUE} when this is everything. Else an instant, epoch microseconds UTC, at which a
 *     {@linkplain Evidence#isComplete() complete} statement stands, or one that leaves only columns unsaid that no statement
 *     before it said: then evidence before it and versions that end before
 *     it are left out; a version that ends at it or later is there whole
 * @param versions ordered by start
 * @param evidence in any order
 */
public record KeyHistory(Key key, long since, List<StoredVersion> versions, List<Evidence> evidence) {
    /** Copies the lists. */
    public KeyHistory {
        versions = List.copyOf(versions);
        evidence = List.copyOf(evidence);
    }

    /** Returns the history of a key of which nothing is held. */
    public static KeyHistory empty(Key key) {
        return new KeyHistory(key, Long.MIN_VALUE, List.of(), List.of());
    }
}
