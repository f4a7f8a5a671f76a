package dev.scd2.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A message that is no change, with the reason, for quarantine.
 *
 * @param key  the key as it was sent
 * @param payload  the value as it was sent
 * @param reason  what is wrong, without a word of the payload
 */
public record MalformedEnvelope(
        String topic, int partition, long offset, @Nullable String key, String payload, String reason)
        implements ReadEnvelope {

    /** Names the place and the reason only. */
    @Override
    public String toString() {
        return "MalformedEnvelope[" + topic + "-" + partition + "@" + offset + ": " + reason + "]";
    }
}
