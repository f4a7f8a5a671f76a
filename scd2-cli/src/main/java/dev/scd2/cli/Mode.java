package dev.scd2.cli;

/** What the rows of a file are. */
enum Mode {
    /** Everything that there is at one time: what is missing is gone. */
    SNAPSHOT,
    /** What changed, row by row. */
    CHANGES
}
