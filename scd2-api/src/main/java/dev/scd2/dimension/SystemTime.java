package dev.scd2.dimension;

/** Whether a history also keeps when things were believed, and whose clock says so. */
public enum SystemTime {
    /** Only what was true when is kept. */
    NONE,
    /** The time of the load: nothing is changed but the end of a belief, and an answer as known then never changes. */
    LOAD,
    /** The time at which the source recorded each change: the history, beliefs included, is a function of the changes. */
    SOURCE
}
