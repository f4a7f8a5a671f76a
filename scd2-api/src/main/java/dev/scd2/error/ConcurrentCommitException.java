package dev.scd2.error;

import org.jspecify.annotations.Nullable;

/** Another writer was faster; nothing was written. Apply the batch again. */
public final class ConcurrentCommitException extends Scd2Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public ConcurrentCommitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
