package dev.scd2.engine.join;

import dev.scd2.fact.Outcome;
import java.util.List;

/**
 * How the answer for one fact is held in an int: the ordinal of a version, that of a placeholder, or an outcome without a
 * version. Does not leave the package.
 */
final class Codes {
    static final int GAP = -1;
    static final int BEFORE_FIRST = -2;
    static final int UNKNOWN_KEY = -3;
    static final int NULL_KEY = -4;
    static final int NULL_TIME = -5;
    static final int AMBIGUOUS = -6;
    static final int OUT_OF_REACH = -7;

    /** Those without a version, in the order of their codes. */
    private static final List<Outcome> MISSES = List.of(
            Outcome.GAP,
            Outcome.BEFORE_FIRST,
            Outcome.UNKNOWN_KEY,
            Outcome.NULL_KEY,
            Outcome.NULL_TIME,
            Outcome.AMBIGUOUS,
            Outcome.OUT_OF_REACH);

    /** The bit that is set where the version is a placeholder. */
    private static final int INFERRED = 1 << 30;

    private Codes() {}

    static int inferred(int version) {
        return version | INFERRED;
    }

    static int version(int code) {
        return code < 0 ? Matches.NO_VERSION : code & ~INFERRED;
    }

    static Outcome outcome(int code) {
        if (code < 0) {
            return MISSES.get(~code);
        }
        return (code & INFERRED) == 0 ? Outcome.MATCHED : Outcome.INFERRED;
    }
}
