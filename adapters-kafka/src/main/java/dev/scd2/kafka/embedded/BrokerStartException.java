package dev.scd2.kafka.embedded;

/** The embedded broker could not be started; the message says in one line why and what to do. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
