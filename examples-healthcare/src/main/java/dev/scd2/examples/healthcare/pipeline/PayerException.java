package dev.scd2.examples.healthcare.pipeline;

import org.jspecify.annotations.Nullable;

/** Something outside went wrong; the message says what, where, and what to do. */
public final class PayerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public PayerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
