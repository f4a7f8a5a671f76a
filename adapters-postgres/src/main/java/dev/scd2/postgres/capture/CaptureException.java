package dev.scd2.postgres.capture;

import org.jspecify.annotations.Nullable;

/** The capture cannot begin or go on; the message says what is missing and what to do. Nothing delivered is lost. */
public final class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaptureException(String message) {
        this(message, null);
    }

    CaptureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
