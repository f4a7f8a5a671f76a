package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import org.jspecify.annotations.Nullable;

/** A message of a topic as it was read: a change, a tombstone, or something that is neither. Immutable. */
public sealed interface ReadEnvelope permits DebeziumEnvelope, Tombstone, MalformedEnvelope {

    /** Reads a message; what cannot be read becomes a {@link MalformedEnvelope}, never an exception. */
    static ReadEnvelope of(String topic, int partition, long offset, @Nullable String key, @Nullable String value) {
        if (value == null) {
            return new Tombstone(topic, partition, offset, key);
        }
        try {
            JsonNode envelope = JsonMessage.parse(value).object();
            JsonNode keyNode = key == null ? null : JsonMessage.parse(key).object();
            return DebeziumEnvelope.of(topic, partition, offset, keyNode, ChangeEnvelope.of(envelope, keyNode != null));
        } catch (NotAChange e) {
            return new MalformedEnvelope(topic, partition, offset, key, value, e.getMessage());
        }
    }

    /** Returns the topic. */
    String topic();

    /** Returns the partition. */
    int partition();

    /** Returns the place in the partition. */
    long offset();
}
