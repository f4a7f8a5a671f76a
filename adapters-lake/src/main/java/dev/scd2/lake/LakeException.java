package dev.scd2.lake;

import org.jspecify.annotations.Nullable;

/** The lake could not be written, read or trusted; the message says which object and what to do. */
public final class LakeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public LakeException(String message) {
        this(message, null);
    }

    /** Makes the exception. */
    public LakeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
