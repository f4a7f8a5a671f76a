package dev.scd2.fact;

/** How an as-of lookup of a fact in a dimension ended. */
public enum Outcome {
    /** A version was in force at the fact's time. */
    MATCHED,
    /** A placeholder stands for the version. */
    INFERRED,
    /** The key is known, and the time lies between two versions or after the last. */
    GAP,
    /** The key is known, and the time lies before its first version. */
    BEFORE_FIRST,
    /** The key is not known. */
    UNKNOWN_KEY,
    /** The fact has no key. */
    NULL_KEY,
    /** The fact has no time. */
    NULL_TIME,
    /** Several versions were in force and no order was declared. */
    AMBIGUOUS,
    /** The key is known, and only strictness, tolerance or a direction other than backward left the fact without one. */
    OUT_OF_REACH
}
