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
 * <p>Immutable.
 *
 * @param timelines the versions of each key that has any, ordered by start
 * @param evidence the changes that hold their place, without positions
 * @param conflicts the changes that lost their place to another one, without positions
 * @param marks the places of the snapshots
 */
public record Belief(
        SortedMap<Key, List<Version>> timelines,
        Set<Evidence> evidence,
        Set<Evidence> conflicts,
        Set<SnapshotMark> marks) {
    /** Copies the collections. */
    public Belief {
        timelines = Collections.unmodifiableSortedMap(new TreeMap<>(timelines));
        evidence = Set.copyOf(evidence);
        conflicts = Set.copyOf(conflicts);
        marks = Set.copyOf(marks);
    }

    /** Returns the versions of {@code key}, ordered by start; none if it never existed. */
    public List<Version> timeline(Key key) {
        return timelines.getOrDefault(key, List.of());
    }
}
