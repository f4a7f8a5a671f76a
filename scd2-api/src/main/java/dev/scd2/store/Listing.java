package dev.scd2.store;

import dev.scd2.dimension.Key;
import java.util.List;
import java.util.Set;

/**
 * What a listing, or a truncate, means for the versions in force at its time.
 *
 * <p>Immutable.
 *
 * @param repeating listed keys of which nothing need be read or written: the version in force shows all that is said,
 *     no statement of theirs stands at the listing's place, and no correction or erasure of theirs is remembered. To
 *     return fewer is slower and not wrong
 * @param missing keys that are not listed, and have a version in force that marks no absence (with the system time of the
 *     source, a version that ever was believed), or a statement at the listing's place, or a correction whose period covers
 *     its time. For a listing of periods, every key of which
 *     anything is held
 * @param inForce how many keys in scope have a version in force that marks no absence, judged by what the versions show
 */
public record Listing(Set<Key> repeating, List<Key> missing, long inForce) {
    /** Copies the collections. */
    public Listing {
        repeating = Set.copyOf(repeating);
        missing = List.copyOf(missing);
    }
}
