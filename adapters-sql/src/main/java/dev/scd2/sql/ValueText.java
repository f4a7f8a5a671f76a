package dev.scd2.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.dimension.Key;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Canonical values as text that {@link dev.scd2.dimension.ColumnType#parse} reads, equal for equal values whatever the
 * scale of their column; with keys, sets of names and scopes of them as JSON. Stateless.
 */
final class ValueText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ValueText() {}

    /** Returns the text of a canonical value. */
    static String of(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }

    /** Returns a JSON array of the parts of {@code key}; equal for equal keys. */
    static String of(Key key) {
        ArrayNode parts = JSON.createArrayNode();
        key.parts().forEach(part -> parts.add(of(part)));
        return of(parts);
    }

    /** Returns the key that {@link #of(Key)} wrote. */
    static Key key(String text, List<TableColumn> columns) {
        JsonNode parts = parse(text);
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).type().parse(parts.get(i).textValue());
        }
        return Key.of(values);
    }

    /** Returns a JSON array of {@code names} in their order as text. */
    static String of(Set<String> names) {
        ArrayNode array = JSON.createArrayNode();
        new TreeSet<>(names).forEach(array::add);
        return of(array);
    }

    /** Returns a JSON object of {@code values} by name, in the order of the names; null when there are none. */
    static @Nullable String of(Map<String, @Nullable Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        ObjectNode object = JSON.createObjectNode();
        new TreeMap<>(values).forEach((name, value) -> object.put(name, value == null ? null : of(value)));
        return of(object);
    }

    /** Returns the names that {@link #of(Set)} wrote. */
    static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        parse(text).forEach(name -> names.add(name.textValue()));
        return names;
    }

    /** Returns the values that {@link #of(Map)} wrote, each read by what {@code reader} returns for its name. */
    static Map<String, @Nullable Object> values(
            @Nullable String text, Function<String, Function<String, Object>> reader) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        if (text != null) {
            parse(text).properties().forEach(field -> {
                String value = field.getValue().textValue();
                values.put(
                        field.getKey(),
                        value == null ? null : reader.apply(field.getKey()).apply(value));
            });
        }
        return values;
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A text in a table of the store is no JSON. Correct the row.", null);
        }
    }

    /** Returns {@code json} in one line, in characters that every database holds. */
    static String of(JsonNode json) {
        String text = json.toString();
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean pair = Character.isHighSurrogate(letter)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                if (whole != null) {
                    whole.append(letter).append(text.charAt(i + 1));
                }
                i++;
            } else if (Character.isSurrogate(letter)) {
                whole = whole == null ? new StringBuilder(text.substring(0, i)) : whole;
                whole.append(String.format("\\u%04x", (int) letter));
            } else if (whole != null) {
                whole.append(letter);
            }
        }
        return whole == null ? text : whole.toString();
    }
}
