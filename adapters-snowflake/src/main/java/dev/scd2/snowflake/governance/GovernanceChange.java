package dev.scd2.snowflake.governance;

import dev.scd2.snowflake.script.Step;
import java.util.List;

/**
 * One difference between a declaration and an account. It names things and tells no text of what was found, which somebody
 * may have put a secret in. Immutable.
 *
 * @param kind  what the difference is
 * @param subject  what it is about
 * @param name  its name, quoted; of a grant what follows the word GRANT
 * @param steps  what takes the difference away; empty where that is left to a person
 */
public record GovernanceChange(Kind kind, Subject subject, String name, List<Step> steps) {
    /** Copies the steps. */
    public GovernanceChange {
        steps = List.copyOf(steps);
    }

    /** What a difference is. */
    public enum Kind {
        /** It is declared and not there. */
        MISSING,
        /** It is there and not declared. */
        SURPLUS,
        /** It is there, and other than declared. */
        DIFFERENT
    }

    /** Returns the difference as a line: {@code MISSING GRANT SELECT ON TABLE …}. */
    @Override
    public String toString() {
        return kind + " " + subject + " " + name + (steps.isEmpty() ? " (left to a person)" : "");
    }
}
