package dev.scd2.cli;

import org.jspecify.annotations.Nullable;

/** A command that ends here; the message is all that the user sees of it. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Returns a failure of the input or of the outside. */
    static Failure of(String message) {
        return new Failure(ExitCode.FAILURE, message, null);
    }

    /** Returns a failure of the input or of the outside, with what was caught. */
    static Failure of(String message, Throwable cause) {
        return new Failure(ExitCode.FAILURE, message, cause);
    }

    /** Returns a command that cannot be meant as it was typed. */
    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
