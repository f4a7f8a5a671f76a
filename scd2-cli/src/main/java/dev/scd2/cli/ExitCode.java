package dev.scd2.cli;

/** What a command answers to the shell. */
final class ExitCode {
    /** Done; rows in quarantine are not a failure. */
    static final int OK = 0;
    /** Not done: the input, the file or the outside was at fault. */
    static final int FAILURE = 1;
    /** The command line was at fault; nothing was tried. */
    static final int USAGE = 2;
    /** The check was made, and it found a violated invariant, a failed case or a fault of a table to adopt. */
    static final int VIOLATED = 3;

    private ExitCode() {}
}
