package dev.scd2.tck.cases;

import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be there; a part that is null is not looked at. Immutable.
 *
 * @param versions rows of versions: of the latest belief, or where one says its system time, of every belief
 * @param keys the only key whose versions are compared; null for all
 * @param asOf questions and their answers
 * @param quarantined the reasons in quarantine, in any order
 * @param error the code with which the last step fails
 * @param restated the windows that the last step restates
 */
record Expectation(
        @Nullable List<ExpectedRow> versions,
        @Nullable Key keys,
        List<Answer> asOf,
        @Nullable List<Reason> quarantined,
        @Nullable Reason error,
        @Nullable List<Window> restated) {

    /** Expects nothing in particular. */
    static final Expectation NOTHING = new Expectation(null, null, List.of(), null, null, null);

    /**
     * A question that is put to a history.
     *
     * @param validAt the instant whose rows in force are asked for; null for the whole timeline
     * @param systemAt as known when; null for the latest belief
     */
    record Question(@Nullable Instant validAt, @Nullable Instant systemAt) {}

    /** A question and the rows that answer it. */
    record Answer(Question question, List<ExpectedRow> rows) {}

    /** The time, end exclusive and null when open, in which the answer for one key changed. */
    record Window(Key key, Instant from, @Nullable Instant to) {}

    /** Returns this without the windows, which depend on the order of arrival. */
    Expectation withoutWindows() {
        return new Expectation(versions, keys, asOf, quarantined, error, null);
    }

    /** Returns whether past beliefs are compared too. */
    boolean looksAtPastBeliefs() {
        return versions != null && versions.stream().anyMatch(ExpectedRow::saysSystemTime);
    }
}
