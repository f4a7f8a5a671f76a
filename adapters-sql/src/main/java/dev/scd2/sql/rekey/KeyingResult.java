package dev.scd2.sql.rekey;

import dev.scd2.fact.Outcome;
import java.util.Map;

/**
 * What became of new facts. Immutable.
 *
 * @param inserted facts that are in the table now
 * @param held facts that are kept beside it until they match
 * @param outcomes how many lookups ended how, by the name of the {@link FactKey}; those of held facts included
 */
public record KeyingResult(long inserted, long held, Map<String, Map<Outcome, Long>> outcomes) {
    /** Copies the map. */
    public KeyingResult {
        outcomes = Map.copyOf(outcomes);
    }
}
