package dev.scd2.kafka;

import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes keys and values, which are there, JSON. */
interface Decoder {
    /** Returns a key that is an object, or is text or a number. */
    JsonMessage key(ConsumerRecord<byte[], byte[]> message) throws NotAChange;

    /** Returns a key that is what a converter wrote. */
    JsonMessage keyOfConverter(ConsumerRecord<byte[], byte[]> message) throws NotAChange;

    JsonMessage value(ConsumerRecord<byte[], byte[]> message) throws NotAChange;
}
