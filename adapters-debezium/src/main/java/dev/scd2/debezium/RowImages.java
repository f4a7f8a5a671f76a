package dev.scd2.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.dimension.ColumnType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From JSON objects to rows, by the types of the columns that are known. What does not spell a value of its column's type
 * stays as JSON has it, so that the change goes to quarantine as of a wrong type. Immutable.
 */
public final class RowImages {
    private final ColumnValues values;
    private final Map<String, ColumnType> types;

    /**
     * Makes the reader of rows of one table.
     *
     * @param types of the columns that are known; what another column says is read as the schema or JSON has it
     */
    public RowImages(ValueFormat format, Map<String, ColumnType> types) {
        this.values = new ColumnValues(format);
        this.types = Map.copyOf(types);
    }

    /** Returns the row without the columns that the source did not tell; an empty one for none. */
    public Map<String, @Nullable Object> row(@Nullable JsonNode row, @Nullable JsonNode schema) {
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

    /** Returns the value of a column. */
    public @Nullable Object value(String column, JsonNode node, @Nullable JsonNode schema) {
        return values.value(node, types.get(column), schema);
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
