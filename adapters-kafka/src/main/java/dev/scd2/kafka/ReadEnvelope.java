package dev.scd2.kafka;

import org.jspecify.annotations.Nullable;

/** A message of a topic as it was read: a change, a tombstone, or something that is neither. Immutable. */
public sealed interface ReadEnvelope permits DebeziumEnvelope, Tombstone, MalformedEnvelope {

    /** Reads a message; what cannot be read becomes a {@link MalformedEnvelope}, never an exception. */
    static ReadEnvelope of(String topic, int partition, long offset, @Nullable String key, @Nullable String value) {
        return EnvelopeReader.read(topic, partition, offset, key, value);
    }

    /** Returns the topic. */
    String topic();

    /** Returns the partition. */
    int partition();

    /** Returns the place in the partition. */
    long offset();
}
