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
    /** Finds in {@code compare} the listed keys that repeat what is in force. Without it none is found. */
    REPETITIONS,
    /** The database itself refuses versions that overlap. Without it they are found by verification. */
    ENFORCED_BY_DATABASE
}
