package dev.scd2.dimension;

/** What a dimension does with one attribute when it changes. */
public enum AttributePolicy {
    /** Type 0: every version shows the first value that was ever said. */
    FIXED,
    /** Type 1: every version shows the last value that was said. */
    OVERWRITE,
    /** Type 2: a difference opens a version. */
    TRACK,
    /** Not kept. */
    IGNORE
}
