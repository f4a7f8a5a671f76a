package dev.scd2.tck.oracle;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Version;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the law says a store must hold after a set of changes, in whatever order and batches they came.
 *
 * <p>Erased cells are such in the rows here; they read as null. Immutable.
 *
 * @param timelines the versions of each key that has any, ordered by start
 * @param rectangles every belief there ever was about each key; empty unless the dimension keeps the system time of the
 *     source
 * @param conflicts the changes that lost their place to another one, as they are read, without positions and system time
 * @param marks the listings and truncates, each with the earliest time at which it was recorded
 */
public record Belief(
        SortedMap<Key, List<Version>> timelines,
        SortedMap<Key, List<Rectangle>> rectangles,
        Set<Evidence> conflicts,
        Set<SnapshotMark> marks) {
    /** Copies the collections. */
    public Belief {
        timelines = Collections.unmodifiableSortedMap(new TreeMap<>(timelines));
        rectangles = Collections.unmodifiableSortedMap(new TreeMap<>(rectangles));
        conflicts = Set.copyOf(conflicts);
        marks = Set.copyOf(marks);
    }

    /** Returns the versions of {@code key}, ordered by start; none if it never existed. */
    public List<Version> timeline(Key key) {
        return timelines.getOrDefault(key, List.of());
    }
}
