package dev.scd2.tck;

import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store holds of a key, to be compared: a store reads evidence and past beliefs in any order, in another one each time.
 * Immutable.
 *
 * @param key which
 * @param versions of the latest belief, in order
 * @param past each version believed once, and how often it is held
 * @param evidence each statement, and how often it is held
 */
record Held(Key key, List<StoredVersion> versions, Map<StoredVersion, Integer> past, Map<Evidence, Integer> evidence) {

    /** Returns all that the store holds, by key. */
    static List<Held> of(DimensionStore store) {
        List<Held> all = new ArrayList<>();
        store.scan(history -> all.add(of(history)));
        return all;
    }

    static Held of(KeyHistory history) {
        return new Held(history.key(), history.versions(), counted(history.past()), counted(history.evidence()));
    }

    private static <T> Map<T, Integer> counted(List<T> rows) {
        Map<T, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }
}
