package dev.scd2.engine.merge;

import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;

/** That a change cannot be accepted, and why. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    final Reason reason;
    final String text;

    Refusal(Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
        this.text = text;
    }

    InvalidChangeException asFailure() {
        return new InvalidChangeException(reason, text);
    }
}
