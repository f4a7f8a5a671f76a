package dev.scd2.store;

import dev.scd2.dimension.Key;
import java.util.List;
import java.util.Set;

/**
 * What a listing, or a truncate, means for the versions in force at its time.
 *
 * <p>Immutable.
 *
 * @param differing listed keys that must be read: no version in force shows all that one of their statements says in the
 *     columns of the listing, or a statement of theirs about the base begins at the listing's time, or a correction or an
 *     erasure of theirs is remembered. To return more is slower and not wrong
 * @param missing keys that are not listed, and have a version in force that marks no absence (with the system time of the
 *     source, a version that ever was believed), or a statement about the base that begins at the listing's time, which a
 *     later listing of a scope may hide, or a correction whose period covers its time. For a listing of periods, every key of
 *     which anything is held
 * @param inForce how many keys in scope have a version in force that marks no absence, judged by what the versions show
 */
public record Listing(Set<Key> differing, List<Key> missing, long inForce) {
    /** Copies the collections. */
    public Listing {
        differing = Set.copyOf(differing);
        missing = List.copyOf(missing);
    }
}
