package dev.scd2.tck.generate;

/** What a random history may be put to the test with. */
public enum Trait {
    /** Two base changes of a key have the same {@code validFrom}. */
    TIE,
    /** Two changes claim one place with different content. */
    CONFLICT,
    /** A value lies under a greater sequence at the same {@code validFrom}, or under a correction. */
    HIDDEN_VALUE,
    /** A base change or a span came after one of the key that begins later. */
    LATE,
    /** A correction came after a change of the key with a greater sequence that begins in its period. */
    LATE_CORRECTION,
    /** Two periods of a key overlap. */
    OVERLAPPING_SPANS,
    /** It says what held already. */
    NO_OP,
    /** A delete, an absence or a void. */
    DELETE,
    /** A change brings back an entity that a delete had ended. */
    REVIVAL,
    /** A listing is complete within a scope only. */
    SCOPED_LISTING,
    /** An erasure of a key of which personal values were said before. */
    ERASURE,
    /** The dimension got a column. */
    SCHEMA_CHANGE
}
