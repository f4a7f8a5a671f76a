package dev.scd2.sql;

import dev.scd2.mutation.Restatement;
import java.util.List;

/**
 * What adopting a table did.
 *
 * <p>Immutable.
 *
 * @param report what was wrong with it
 * @param quarantined rows that went to quarantine, the losers of conflicts among them
 * @param restatements the windows in which facts with surrogate keys of the table hold another one now
 */
public record Adopted(AdoptionReport report, long quarantined, List<Restatement> restatements) {
    /** Copies the list. */
    public Adopted {
        restatements = List.copyOf(restatements);
    }
}
