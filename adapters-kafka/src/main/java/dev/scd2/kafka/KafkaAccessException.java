package dev.scd2.kafka;

import org.jspecify.annotations.Nullable;

/** Kafka could not be reached, or did not do what it was asked; the message says what and where. */
public final class KafkaAccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KafkaAccessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
