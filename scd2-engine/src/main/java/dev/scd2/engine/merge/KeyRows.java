package dev.scd2.engine.merge;

import dev.scd2.store.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Which rows of evidence of a key come and go. */
record KeyRows(List<Evidence> added, List<Evidence> superseded) {
    /** Compares what is held with what shall be; where a row was read is not looked at. */
    static KeyRows between(List<Evidence> held, List<Evidence> wanted) {
        List<Evidence> before = EvidenceMerge.ordered(held);
        List<Evidence> after = EvidenceMerge.ordered(wanted);
        List<Evidence> added = new ArrayList<>();
        List<Evidence> superseded = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            int order =
                    i == before.size() ? 1 : j == after.size() ? -1 : Places.ORDER.compare(before.get(i), after.get(j));
            if (order == 0 && isSame(before.get(i), after.get(j))) {
                i++;
                j++;
                continue;
            }
            if (order <= 0) {
                superseded.add(before.get(i++));
            }
            if (order >= 0) {
                added.add(after.get(j++));
            }
        }
        return new KeyRows(added, superseded);
    }

    private static boolean isSame(Evidence a, Evidence b) {
        return a.saysSameAs(b) && a.row().equals(b.row()) && a.systemTime() == b.systemTime();
    }
}
