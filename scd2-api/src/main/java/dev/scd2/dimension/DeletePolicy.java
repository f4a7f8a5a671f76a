package dev.scd2.dimension;

/** What a dimension does when an entity ceases to exist. */
public enum DeletePolicy {
    /** The version in force ends; the absence is a gap. */
    CLOSE,
    /** Deletes leave before anything else sees them. */
    IGNORE,
    /**
     * A row flagged deleted, attributes null, covers the absence. It is never current and never before the first
     * version.
     */
    MARK
}
