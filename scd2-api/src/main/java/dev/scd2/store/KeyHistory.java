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
 *     {@linkplain Evidence#isComplete() complete} statement stands, or, unless the dimension ignores deletes, a listing
 *     without a scope that said every kept column (and no incomplete statement of the key at the listing's place), or a
 *     statement that leaves only columns unsaid that no statement before it said: then evidence before it and versions that
 *     end before it are left out; a version that ends at it or later is there whole
 * @param versions the latest belief, ordered by start
 * @param past rows that are no longer believed, in any order; only where {@code since} is {@link Long#MIN_VALUE}
 * @param evidence in any order
 */
public record KeyHistory(
        Key key, long since, List<StoredVersion> versions, List<StoredVersion> past, List<Evidence> evidence) {
    /** Copies the lists. */
    public KeyHistory {
        versions = List.copyOf(versions);
        past = List.copyOf(past);
        evidence = List.copyOf(evidence);
    }

    /** Makes one without past beliefs. */
    public KeyHistory(Key key, long since, List<StoredVersion> versions, List<Evidence> evidence) {
        this(key, since, versions, List.of(), evidence);
    }

    /** Returns the history of a key of which nothing is held. */
    public static KeyHistory empty(Key key) {
        return new KeyHistory(key, Long.MIN_VALUE, List.of(), List.of(), List.of());
    }
}
