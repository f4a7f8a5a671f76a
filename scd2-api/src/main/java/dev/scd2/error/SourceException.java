package dev.scd2.error;

import org.jspecify.annotations.Nullable;

/** A source could not be read; the message says what was being done. What was not committed will be read again. */
public final class SourceException extends Scd2Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
