package dev.scd2.error;

/** Stored rows contradict each other; the message names their surrogate keys. Nothing was written. */
public final class CorruptTimelineException extends Scd2Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public CorruptTimelineException(String message) {
        super(message, null);
    }
}
