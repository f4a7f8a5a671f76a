package dev.scd2.engine;

/** What must hold for the versions of every key, on every store. */
public enum Invariant {
    /** No two versions overlap. */
    I1("no two versions overlap"),
    /** No interval is empty or inverted. */
    I2("no interval is empty or inverted"),
    /** At most one version is current, and a version is current if and only if it is open and not marked deleted. */
    I3("current if and only if open and not deleted"),
    /** The attribute hash matches the values. */
    I4("the attribute hash matches the values"),
    /** Neighbours that touch differ, before erasure. */
    I5("neighbours that touch differ"),
    /** Surrogate keys are unique, with bitemporal history in each slice of system time. */
    I6("surrogate keys are unique"),
    /** No two rows overlap in valid time and in system time. */
    I7("bitemporal rectangles do not overlap"),
    /** The evidence gives the versions again. */
    I9("the evidence gives the versions again");

    private final String rule;

    Invariant(String rule) {
        this.rule = rule;
    }

    /** Returns the rule in words. */
    public String rule() {
        return rule;
    }
}
