package dev.scd2.tck.cases;

import java.util.List;

/**
 * How a case ended. Immutable.
 *
 * @param outcome how
 * @param findings what was not as expected, or why it was skipped, for people; none where it passed
 */
public record CaseResult(Outcome outcome, List<String> findings) {
    /** How a case can end. */
    public enum Outcome {
        /** Everything was as expected. */
        PASSED,
        /** Something was not. */
        FAILED,
        /** It was not run. */
        SKIPPED
    }

    /** Copies the list. */
    public CaseResult {
        findings = List.copyOf(findings);
    }

    static CaseResult of(List<String> findings) {
        return new CaseResult(findings.isEmpty() ? Outcome.PASSED : Outcome.FAILED, findings);
    }

    static CaseResult skipped(String why) {
        return new CaseResult(Outcome.SKIPPED, List.of(why));
    }
}
