package dev.scd2.engine;

import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Finds rows of one key that overlap in both times. Takes time {@code n log n}, not that of all pairs. Stateless. */
final class Overlaps {
    private static final Comparator<StoredVersion> BY_START =
            Comparator.comparingLong(row -> row.version().interval().startMicros());
    private static final Comparator<StoredVersion> BY_END =
            Comparator.comparingLong(row -> row.version().interval().endMicros());

    private Overlaps() {}

    /**
     * Walks through valid time with the rows in force, ordered by when they began to be believed: as long as nothing is
     * wrong these beliefs are disjoint, and a new one can only overlap its neighbours. One that does is shown and left out.
     */
    static void find(List<StoredVersion> rows, BiConsumer<StoredVersion, StoredVersion> found) {
        List<StoredVersion> ordered = new ArrayList<>(rows);
        ordered.sort(BY_START);
        PriorityQueue<StoredVersion> ending = new PriorityQueue<>(BY_END);
        TreeMap<Long, StoredVersion> inForce = new TreeMap<>();
        for (StoredVersion row : ordered) {
            Interval valid = row.version().interval();
            while (!ending.isEmpty() && ending.element().version().interval().endMicros() <= valid.startMicros()) {
                inForce.remove(ending.remove().believed().startMicros());
            }
            long from = row.believed().startMicros();
            Map.Entry<Long, StoredVersion> before = inForce.floorEntry(from);
            Map.Entry<Long, StoredVersion> after = inForce.higherEntry(from);
            if (before != null && before.getValue().believed().overlaps(row.believed())) {
                found.accept(before.getValue(), row);
            } else if (after != null && after.getValue().believed().overlaps(row.believed())) {
                found.accept(row, after.getValue());
            } else {
                inForce.put(from, row);
                ending.add(row);
            }
        }
    }
}
