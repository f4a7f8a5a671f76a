package dev.scd2.postgres.embedded;

import org.jspecify.annotations.Nullable;

/**
 * The embedded server could not be started; the message says in one line what stands in the way and what to do.
 *
 * <p>No server process is left behind. Data that was there before is as it was.
 */
public final class PostgresStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresStartException(String message) {
        this(message, null);
    }

    PostgresStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
