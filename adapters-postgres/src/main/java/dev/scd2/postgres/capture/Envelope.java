package dev.scd2.postgres.capture;

import org.jspecify.annotations.Nullable;

/**
 * One change as it travels: the topic it belongs to, and Debezium's key and envelope as JSON without schemas.
 *
 * <p>Immutable.
 *
 * @param topic  prefix and table, as in {@code payer.members}
 * @param key  the primary key of the row as a JSON object; null for a table without one
 * @param value  the envelope with {@code op}, {@code before}, {@code after}, {@code source} and {@code transaction}
 */
public record Envelope(String topic, @Nullable String key, String value) {

    /** Names the topic only: keys and values may be about people. */
    @Override
    public String toString() {
        return "Envelope[" + topic + "]";
    }
}
