package dev.scd2.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A message without a value, which lets a compacted topic forget a key; the deletion itself came before it.
 *
 * @param key  the key as it was sent
 */
public record Tombstone(
        String topic, int partition, long offset, @Nullable String key) implements ReadEnvelope {

    /** Names the place only. */
    @Override
    public String toString() {
        return "Tombstone[" + topic + "-" + partition + "@" + offset + "]";
    }
}
