package dev.scd2.engine.merge;

import dev.scd2.store.SnapshotMark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Listings and truncates in order of place.
 *
 * @param marks all of them, each once, with the earliest time at which it was recorded
 */
record Marks(List<SnapshotMark> marks) {
    /** By place; at one place the one recorded first comes first, whatever the order of arrival. */
    private static final Comparator<SnapshotMark> ORDER =
            Comparator.<SnapshotMark>naturalOrder().thenComparingLong(SnapshotMark::systemTime);

    static Marks of(List<SnapshotMark> marks) {
        return new Marks(List.of()).with(marks);
    }

    Marks with(List<SnapshotMark> added) {
        if (added.isEmpty()) {
            return this;
        }
        List<SnapshotMark> all = new ArrayList<>(marks);
        for (SnapshotMark mark : added) {
            SnapshotMark known = all.stream().filter(mark::isSameAs).findFirst().orElse(null);
            if (known == null) {
                all.add(mark);
            } else if (mark.systemTime() < known.systemTime()) {
                all.set(all.indexOf(known), mark);
            }
        }
        all.sort(ORDER);
        return new Marks(all);
    }

    /** Returns those that the source had recorded by {@code systemTime}, epoch microseconds UTC. */
    Marks knownAt(long systemTime) {
        return new Marks(
                marks.stream().filter(mark -> mark.systemTime() <= systemTime).toList());
    }

    /** Returns the listings at {@code since} or later; of periods all. */
    List<SnapshotMark> listingsFrom(long since) {
        return marks.isEmpty()
                ? marks
                : from(since).stream()
                        .filter(mark -> mark.kind() != SnapshotMark.Kind.TRUNCATE)
                        .toList();
    }

    /** Returns those at {@code since} or later that delete what is missing. */
    List<SnapshotMark> deletingFrom(long since) {
        return marks.isEmpty()
                ? marks
                : from(since).stream()
                        .filter(mark -> mark.kind() != SnapshotMark.Kind.SPAN_LISTING)
                        .toList();
    }

    private List<SnapshotMark> from(long since) {
        int low = 0;
        int high = marks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks.get(middle).at() < since) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return marks.subList(low, marks.size());
    }
}
