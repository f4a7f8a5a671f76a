package dev.scd2.kafka;

import java.util.Map;

/**
 * How far a store is behind a topic. Immutable.
 *
 * @param topic the topic
 * @param behind by partition how many messages lie between what is committed to the store and the end, as far as the broker
 *     has told it; markers of transactions count
 */
public record Lag(String topic, Map<Integer, Long> behind) {
    /** Copies the map. */
    public Lag {
        behind = Map.copyOf(behind);
    }

    /** Returns the messages behind in all partitions together. */
    public long total() {
        return behind.values().stream().mapToLong(Long::longValue).sum();
    }
}
