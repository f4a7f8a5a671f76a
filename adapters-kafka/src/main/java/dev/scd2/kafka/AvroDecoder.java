package dev.scd2.kafka;

import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import java.io.EOFException;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads Avro by the deserializers of a schema registry's client. */
final class AvroDecoder implements Decoder {
    private final Deserializer<?> keys;
    private final Deserializer<?> values;
    private final AvroJson json = new AvroJson();

    AvroDecoder(Deserializer<?> keys, Deserializer<?> values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public JsonMessage key(ConsumerRecord<byte[], byte[]> message) throws NotAChange {
        return read(keys, message, message.key());
    }

    @Override
    public JsonMessage keyOfConverter(ConsumerRecord<byte[], byte[]> message) throws NotAChange {
        return key(message);
    }

    @Override
    public JsonMessage value(ConsumerRecord<byte[], byte[]> message) throws NotAChange {
        return read(values, message, message.value());
    }

    private JsonMessage read(Deserializer<?> by, ConsumerRecord<byte[], byte[]> message, byte[] bytes)
            throws NotAChange {
        try {
            return json.message(by.deserialize(message.topic(), message.headers(), bytes));
        } catch (SerializationException | AvroRuntimeException failed) {
            if (isOfTheBytes(failed)) {
                throw new NotAChange("not Avro with a schema of the registry");
            }
            throw new KafkaAccessException(
                    "The schema of the message " + message.offset() + " of " + message.topic() + "-"
                            + message.partition() + " could not be had: " + failed.getMessage()
                            + ". Is the registry there?",
                    failed);
        }
    }

    /** A registry that is away is another thing: the same message can be read later. */
    private static boolean isOfTheBytes(RuntimeException failed) {
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof AvroRuntimeException
                    || cause instanceof EOFException
                    || cause instanceof IndexOutOfBoundsException) {
                return true;
            }
        }
        return failed.getCause() == null;
    }
}
