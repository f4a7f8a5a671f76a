package dev.scd2.fact;

/**
 * What becomes of a fact for which a dimension has no version. Every kind is immutable.
 *
 * <p>It is declared where facts are keyed. A fact that loses its version later, because the past changed, stays in its
 * table: it gets the unknown row or an inferred member where that is declared, and else no surrogate.
 */
public sealed interface MissingVersion {
    /** It has no surrogate; its outcome says why. */
    record NoSurrogate() implements MissingVersion {}

    /**
     * It points at a row that stands for what is not known.
     *
     * @param surrogate of that row, which the dimension's versions do not use
     */
    record UnknownRow(long surrogate) implements MissingVersion {}

    /**
     * It points at a placeholder of its key, which is made when it is missing. That stands in from the beginning of time
     * until the first version of the key; facts in a gap, or without key or time, have no surrogate.
     *
     * @param arrival what happens when the key is heard of
     */
    record Inferred(Arrival arrival) implements MissingVersion {}

    /** It is kept beside the facts until it matches. */
    record Hold() implements MissingVersion {}

    /** No fact of its batch is accepted. */
    record Refuse() implements MissingVersion {}

    /** What happens to an inferred member when the first version of its key arrives. */
    enum Arrival {
        /** The member keeps the time before; facts from the version's start on are re-keyed. */
        KEEP,
        /** The version gets the surrogate of the member, so facts from its start on stay as they are. */
        ADOPT
    }
}
