package dev.scd2.examples.healthcare.pipeline;

import org.jspecify.annotations.Nullable;

/** Something outside went wrong; the message says what, where, and what to do. */
public final class PayerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public PayerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns in one line what was at the bottom of {@code failure}: what wraps it may repeat the statement and its values. */
    public static String reason(Throwable failure) {
        Throwable bottom = failure;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String text = String.valueOf(bottom.getMessage());
        return text.lines().findFirst().orElse(text);
    }
}
