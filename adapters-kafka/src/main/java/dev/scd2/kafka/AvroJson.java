package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * From values of Avro to what Kafka Connect's JSON converter would have written, with its schema: what the Avro converters of
 * Confluent and Apicurio note beside a schema ({@code connect.name}, {@code connect.parameters}), or Avro's logical type, says
 * how a date, a time or a decimal is meant. Of a schema its translation is kept. Thread-safe.
 */
final class AvroJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final String DEBEZIUM = "io.debezium.time.";

    private final Map<Schema, JsonNode> schemas = new ConcurrentHashMap<>();

    JsonMessage message(@Nullable Object value) throws NotAChange {
        return value instanceof IndexedRecord row
                ? new JsonMessage(node(value), schemas.computeIfAbsent(row.getSchema(), AvroJson::schema))
                : new JsonMessage(node(value), null);
    }

    private static JsonNode node(@Nullable Object value) throws NotAChange {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof IndexedRecord row) {
            ObjectNode object = JSON.objectNode();
            for (Schema.Field field : row.getSchema().getFields()) {
                object.set(field.name(), node(row.get(field.pos())));
            }
            return object;
        }
        if (value instanceof CharSequence || value instanceof GenericEnumSymbol) {
            return JSON.textNode(value.toString());
        }
        if (value instanceof Integer number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Double number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Float number) { // as it is written, which is what JSON has
            return JSON.numberNode(Double.parseDouble(number.toString()));
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return base64(copy);
        }
        return collection(value);
    }

    private static JsonNode base64(byte[] bytes) {
        return JSON.textNode(Base64.getEncoder().encodeToString(bytes));
    }

    private static JsonNode collection(Object value) throws NotAChange {
        if (value instanceof GenericFixed fixed) {
            return base64(fixed.bytes());
        }
        if (value instanceof byte[] bytes) {
            return base64(bytes);
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = JSON.arrayNode();
            for (Object item : items) {
                array.add(node(item));
            }
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = JSON.objectNode();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                object.set(String.valueOf(entry.getKey()), node(entry.getValue()));
            }
            return object;
        }
        throw new NotAChange("the deserializer made a " + value.getClass().getSimpleName()
                + " of a value; switch off its conversion of logical types");
    }

    private static JsonNode schema(Schema avro) {
        Schema said = told(avro);
        ObjectNode schema = JSON.objectNode();
        schema.put("type", type(said));
        if (said.getType() == Schema.Type.RECORD) {
            ArrayNode fields = schema.putArray("fields");
            for (Schema.Field field : said.getFields()) {
                // a schema may hold itself; what lies deeper than the rows of an envelope says nothing about a column
                ObjectNode one = isRow(field) ? (ObjectNode) schema(field.schema()) : flat(told(field.schema()));
                one.put("field", field.name());
                fields.add(one);
            }
        }
        name(said, schema);
        return schema;
    }

    private static boolean isRow(Schema.Field field) {
        return (field.name().equals("before") || field.name().equals("after"))
                && told(field.schema()).getType() == Schema.Type.RECORD;
    }

    private static ObjectNode flat(Schema said) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", type(said));
        name(said, schema);
        return schema;
    }

    /** Returns the schema of what is not null. */
    private static Schema told(Schema avro) {
        if (avro.getType() != Schema.Type.UNION) {
            return avro;
        }
        return avro.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(avro);
    }

    private static String type(Schema said) {
        return switch (said.getType()) {
            case RECORD -> "struct";
            case INT -> "int32";
            case LONG -> "int64";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case BOOLEAN -> "boolean";
            case BYTES, FIXED -> "bytes";
            case ARRAY -> "array";
            case MAP -> "map";
            case STRING, ENUM, NULL, UNION -> "string";
        };
    }

    private static void name(Schema said, ObjectNode schema) {
        String name = said.getProp("connect.name");
        LogicalType logical = said.getLogicalType();
        if (name == null && logical != null) {
            name = name(logical);
        }
        if (name != null) {
            schema.put("name", name);
        }
        if (said.getObjectProp("connect.parameters") instanceof Map<?, ?> parameters) {
            ObjectNode all = schema.putObject("parameters");
            parameters.forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
        } else if (logical instanceof LogicalTypes.Decimal decimal) {
            schema.putObject("parameters").put("scale", Integer.toString(decimal.getScale()));
        }
    }

    private static @Nullable String name(LogicalType logical) {
        return switch (logical.getName()) {
            case "decimal" -> CONNECT + "Decimal";
            case "date" -> CONNECT + "Date";
            case "time-millis" -> CONNECT + "Time";
            case "time-micros" -> DEBEZIUM + "MicroTime";
            case "timestamp-millis", "local-timestamp-millis" -> CONNECT + "Timestamp";
            case "timestamp-micros", "local-timestamp-micros" -> DEBEZIUM + "MicroTimestamp";
            case "timestamp-nanos", "local-timestamp-nanos" -> DEBEZIUM + "NanoTimestamp";
            default -> null;
        };
    }
}
