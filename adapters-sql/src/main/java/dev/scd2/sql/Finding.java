package dev.scd2.sql;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one row of an existing table. Holds neither a key nor a value.
 *
 * <p>Immutable.
 *
 * @param kind what is wrong
 * @param row which row, as {@code column=value}: its surrogate key; else its {@code dbt_scd_id}; else {@code row=n}, counted
 *     from 1 in the order of key, start and end
 * @param from its start; null where the table has none that a history can hold
 * @param to its end; null when open
 */
public record Finding(
        Kind kind,
        String row,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** Returns the start, if there is one. */
    public Optional<Instant> start() {
        return Optional.ofNullable(from);
    }

    /** Returns the end; empty when open. */
    public Optional<Instant> end() {
        return Optional.ofNullable(to);
    }

    /** What can be wrong, and what adoption does with it. */
    public enum Kind {
        /** A part of the natural key is null. */
        NULL_KEY("a part of the natural key is null", Treatment.QUARANTINED),
        /** There is no start. */
        NULL_START("it has no start", Treatment.QUARANTINED),
        /** The start lies outside the times that a history can hold. */
        START_OUT_OF_RANGE("its start is before year 1 or in year 9999", Treatment.QUARANTINED),
        /** It ends where it starts, and so never held. */
        EMPTY_INTERVAL("it ends where it starts", Treatment.QUARANTINED),
        /** It ends before it starts, and so never held. */
        INVERTED_INTERVAL("it ends before it starts", Treatment.QUARANTINED),
        /** It starts while an earlier version of its key holds. */
        OVERLAP("it starts while an earlier version of its key holds", Treatment.CUT),
        /** It starts where another version of its key starts. */
        SAME_START("it starts where another version of its key starts", Treatment.SETTLED),
        /** It is open, and so is an earlier version of its key. */
        TWO_OPEN("it is open beside another open version of its key", Treatment.CUT),
        /** It says the same as the version that ends where it starts. */
        EQUAL_NEIGHBOURS("it says what the version that it touches says", Treatment.JOINED),
        /** The current flag is wrong. */
        WRONG_CURRENT("its current flag is wrong", Treatment.CORRECTED),
        /** The attribute hash is wrong, or of another kind. */
        WRONG_HASH("its attribute hash is not that of its values", Treatment.CORRECTED),
        /** Another row before it has the same surrogate key. */
        DUPLICATE_SURROGATE("its surrogate key is taken by another row", Treatment.NUMBERED),
        /** It has no surrogate key. */
        NULL_SURROGATE("it has no surrogate key", Treatment.NUMBERED);

        private final String rule;
        private final Treatment treatment;

        Kind(String rule, Treatment treatment) {
            this.rule = rule;
            this.treatment = treatment;
        }

        /** Returns what is wrong, in words. */
        public String rule() {
            return rule;
        }

        /** Returns what adoption does with it. */
        public Treatment treatment() {
            return treatment;
        }
    }

    /** What adoption does with a row. */
    public enum Treatment {
        /** It goes to quarantine with all of its columns. */
        QUARANTINED("goes to quarantine, whole"),
        /** The version that started before ends where this one starts, and comes back where this one ends. */
        CUT("cuts the earlier version"),
        /** Equal ones are one; of different ones the loser of the conflict goes to quarantine. */
        SETTLED("is one with it, or the loser goes to quarantine"),
        /** The earlier version lasts on, and this row goes. */
        JOINED("is joined to the earlier version"),
        /** It is written anew. */
        CORRECTED("is corrected"),
        /** It gets a surrogate key of its own. */
        NUMBERED("gets a surrogate key of its own");

        private final String words;

        Treatment(String words) {
            this.words = words;
        }

        /** Returns what is done, in words. */
        public String words() {
            return words;
        }
    }
}
