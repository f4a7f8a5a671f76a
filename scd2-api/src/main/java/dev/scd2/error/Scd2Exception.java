package dev.scd2.error;

import org.jspecify.annotations.Nullable;

/** The root of what this library throws for reasons that a caller cannot check beforehand. */
public abstract class Scd2Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Scd2Exception(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
