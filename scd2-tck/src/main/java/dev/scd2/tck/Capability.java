package dev.scd2.tck;

/**
 * What a store may lack. A kit that is told so asserts that the store says so: the call is refused in the documented way.
 */
public enum Capability {
    /** Keeps when things were believed. Without it a store of a bitemporal dimension cannot be made. */
    BITEMPORAL,
    /** Gets columns and wider types. Without it {@code evolve} throws {@link UnsupportedOperationException}. */
    EVOLUTION,
    /** Plans without writing. Without it {@code preview} throws {@link UnsupportedOperationException}. */
    PREVIEW,
    /**
     * Lets several threads write, one after the other. Without it a second writer is refused with {@link
     * dev.scd2.error.ConcurrentCommitException}.
     */
    CONCURRENT_WRITERS,
    /** Tells in {@code compare} which listed keys differ from what is in force. Without it all of them do. */
    REPETITIONS,
    /** The database itself refuses versions that overlap. Without it they are found by verification. */
    ENFORCED_BY_DATABASE
}
