package dev.scd2.cli;

/**
 * What one command may do at most. Immutable.
 *
 * @param maxDeleteShare the share of the keys in force that one snapshot may delete
 * @param rejectLimit how many changes of one file may be rejected
 */
record Limits(double maxDeleteShare, long rejectLimit) {
    /** The limits of commands that apply nothing. */
    static final Limits NONE = new Limits(1, Long.MAX_VALUE);
}
