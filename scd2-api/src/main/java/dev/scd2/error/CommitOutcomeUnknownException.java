package dev.scd2.error;

import org.jspecify.annotations.Nullable;

/**
 * A commit was sent and not answered, and whether it was made could not be found out. Look before you do more than apply the
 * batch again: that is safe, whatever became of it, but its result says nothing of what is committed already.
 */
public final class CommitOutcomeUnknownException extends Scd2Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public CommitOutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
