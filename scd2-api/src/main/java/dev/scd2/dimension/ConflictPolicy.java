package dev.scd2.dimension;

/** What happens to the loser when two changes claim one place with different content. */
public enum ConflictPolicy {
    /** It goes to quarantine, once; the batch goes on. */
    QUARANTINE,
    /** The batch fails whole. */
    FAIL
}
