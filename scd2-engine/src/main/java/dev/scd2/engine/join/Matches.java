package dev.scd2.engine.join;

import dev.scd2.fact.Outcome;

/**
 * The answers for many facts: for each the version that it met, and how it ended. Four bytes a fact, and used again for
 * the next facts. Threads may write disjoint ranges of one.
 */
public final class Matches {
    /** Stands for the ordinal of a version where there is none. */
    public static final int NO_VERSION = -1;

    private final int[] codes;

    private Matches(int facts) {
        codes = new int[facts];
    }

    /** Returns room for the answers of so many facts. */
    public static Matches of(int facts) {
        return new Matches(facts);
    }

    int[] codes() {
        return codes;
    }

    /** Returns for how many facts there is room. */
    public int size() {
        return codes.length;
    }

    /** Returns the ordinal of the version that {@code fact} met, or {@link #NO_VERSION}. */
    public int version(int fact) {
        return Codes.version(codes[fact]);
    }

    /** Returns how {@code fact} ended. */
    public Outcome outcome(int fact) {
        return Codes.outcome(codes[fact]);
    }
}
