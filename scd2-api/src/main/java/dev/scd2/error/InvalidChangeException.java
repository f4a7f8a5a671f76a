package dev.scd2.error;

/** The batch cannot be accepted; nothing was written. Fix the input, or allow what the message names. */
public final class InvalidChangeException extends Scd2Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Makes the exception. */
    public InvalidChangeException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    /** Returns the reason, for programs. */
    public Reason reason() {
        return reason;
    }
}
