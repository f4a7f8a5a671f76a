package dev.scd2.kafka;

import dev.scd2.kafka.DebeziumLines.Line;
import io.apicurio.registry.utils.converter.avro.AvroData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages Avro as a Kafka Connect worker does: JSON that Debezium wrote with schemas goes through Kafka's converter into
 * Connect's values, and from there through Apicurio's translation into Avro.
 *
 * <p>It stands in for a schema registry: the schemas lie in a list here, and a message names its place in the list as those of
 * Confluent's registry do, by a byte 0 and four bytes. So it does not show that a client of a registry finds its schemas.
 */
final class AvroTopics implements Deserializer<Object> {
    private final List<Schema> schemas = new ArrayList<>();
    private final AvroData avro = new AvroData(100);
    private boolean away;

    byte @Nullable [] encoded(@Nullable String json, boolean isKey) {
        if (json == null) {
            return null;
        }
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), isKey);
            SchemaAndValue connect = converter.toConnectData("t", json.getBytes(StandardCharsets.UTF_8));
            if (connect.value() == null) {
                return null;
            }
            Schema schema = avro.fromConnectSchema(connect.schema());
            return bytes(schema, avro.fromConnectData(connect.schema(), connect.value()));
        }
    }

    List<byte @Nullable []> encoded(Line line) {
        List<byte @Nullable []> message = new ArrayList<>();
        message.add(encoded(line.key(), true));
        message.add(encoded(line.value(), false));
        return message;
    }

    byte[] bytes(Schema schema, Object value) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            out.write(ByteBuffer.allocate(5)
                    .put((byte) 0)
                    .putInt(schemas.indexOf(schema))
                    .array());
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema, new GenericData()).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on the registry does not answer, or does again. */
    void away(boolean now) {
        away = now;
    }

    @Override
    public Object deserialize(String topic, byte[] bytes) {
        if (bytes[0] != 0) {
            throw new SerializationException("Unknown magic byte!");
        }
        if (away) {
            throw new SerializationException("Error retrieving Avro schema", new IOException("Connection refused"));
        }
        Schema schema = schemas.get(ByteBuffer.wrap(bytes, 1, 4).getInt());
        try {
            return new GenericDatumReader<>(schema, schema, new GenericData())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Error deserializing Avro message", e);
        }
    }
}
