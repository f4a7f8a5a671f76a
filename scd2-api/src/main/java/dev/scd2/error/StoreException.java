package dev.scd2.error;

import org.jspecify.annotations.Nullable;

/** The outside system failed; the message says what was being done, the cause is its own. */
public final class StoreException extends Scd2Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
