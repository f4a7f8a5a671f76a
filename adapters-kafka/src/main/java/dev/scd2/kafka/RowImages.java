package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.scd2.dimension.ColumnType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From JSON objects to rows, by the types of the columns that are known. Immutable. */
final class RowImages {
    private final ColumnValues values;
    private final Map<String, ColumnType> types;
    private final List<String> naturalKey;

    RowImages(MessageFormat format, Map<String, ColumnType> types, List<String> naturalKey) {
        this.values = new ColumnValues(format);
        this.types = Map.copyOf(types);
        this.naturalKey = List.copyOf(naturalKey);
    }

    /** Returns the row without the columns that the source did not tell; an empty one for none. */
    Map<String, @Nullable Object> row(@Nullable JsonNode row, @Nullable JsonNode schema) {
        Map<String, @Nullable Object> image = new LinkedHashMap<>();
        if (row == null) {
            return image;
        }
        Map<String, JsonNode> schemas = fields(schema);
        row.properties().forEach(field -> {
            String column = field.getKey();
            if (!values.isUnavailable(field.getValue())) {
                image.put(column, values.value(field.getValue(), types.get(column), schemas.get(column)));
            }
        });
        return image;
    }

    /**
     * Returns the columns of a key: of a JSON object, or the natural key itself where that is one column and the key is text
     * or a number, as JSON or not.
     */
    Map<String, @Nullable Object> key(Message message) throws NotAChange {
        String text = message.keyText();
        JsonMessage key = text.startsWith("{") || text.startsWith("\"")
                ? JsonMessage.parse(text)
                : new JsonMessage(TextNode.valueOf(text), null);
        if (key.payload().isObject()) {
            return row(key.payload(), key.schema());
        }
        if (!key.payload().isValueNode() || key.isNothing()) {
            throw new NotAChange("its key is neither a JSON object nor text or a number");
        }
        if (naturalKey.size() != 1) {
            throw new NotAChange(
                    "its key is not a JSON object, and the natural key has " + naturalKey.size() + " columns");
        }
        String column = naturalKey.get(0);
        Map<String, @Nullable Object> image = new LinkedHashMap<>();
        image.put(column, values.value(key.payload(), types.get(column), key.schema()));
        return image;
    }

    /** Returns the schema of a field of a struct, if it is known. */
    static @Nullable JsonNode field(@Nullable JsonNode struct, String name) {
        return fields(struct).get(name);
    }

    private static Map<String, JsonNode> fields(@Nullable JsonNode struct) {
        if (struct == null || !struct.path("fields").isArray()) {
            return Map.of();
        }
        Map<String, JsonNode> fields = new HashMap<>();
        struct.get("fields").forEach(field -> fields.put(field.path("field").asText(""), field));
        return fields;
    }
}
