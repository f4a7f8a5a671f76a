package dev.scd2.sql.rekey;

import java.util.Map;

/**
 * What re-keying did, or would do; in numbers of facts, by the name of their {@link FactKey}. Immutable.
 *
 * @param looked facts that were looked at: those in the windows, or all
 * @param differing facts among them whose stored answer was another; those, and no others, were written
 */
public record RekeyResult(Map<String, Long> looked, Map<String, Long> differing) {
    /** Copies the maps. */
    public RekeyResult {
        looked = Map.copyOf(looked);
        differing = Map.copyOf(differing);
    }

    /** Returns how many answers differed, over all keys. */
    public long total() {
        return differing.values().stream().mapToLong(Long::longValue).sum();
    }
}
