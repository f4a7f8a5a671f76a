package dev.scd2.tck.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An object of a case file, with its place in the file for messages. Immutable. */
final class JsonObject {
    private final JsonNode node;
    private final String place;

    private JsonObject(JsonNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** Returns the object at {@code place}, whose fields are looked at as columns. */
    static JsonObject of(JsonNode node, String place) {
        if (!node.isObject()) {
            throw new CaseFileException(place + " must be an object.");
        }
        return new JsonObject(node, place);
    }

    /** Returns this, which has no fields but these. */
    JsonObject with(String... known) {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw wrong("has the unknown field '" + unknown.iterator().next() + "'. Known here are "
                    + String.join(", ", known) + ".");
        }
        return this;
    }

    boolean has(String field) {
        return node.has(field);
    }

    /** Returns the place of a field, for messages. */
    String place(String field) {
        return place + (place.endsWith(":") ? " " : ".") + field;
    }

    CaseFileException wrong(String what) {
        return new CaseFileException(place + " " + what);
    }

    CaseFileException wrong(String field, String what) {
        return new CaseFileException(place(field) + " " + what);
    }

    /** Returns all fields, in order. */
    Map<String, JsonNode> fields() {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** Returns the field, or null where it is missing or null. */
    @Nullable
    JsonNode find(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private JsonNode require(String field) {
        JsonNode value = find(field);
        if (value == null) {
            throw wrong("needs the field '" + field + "'.");
        }
        return value;
    }

    String text(String field) {
        JsonNode value = require(field);
        if (!value.isTextual()) {
            throw wrong(field, "must be text.");
        }
        return value.textValue();
    }

    String text(String field, String otherwise) {
        return find(field) == null ? otherwise : text(field);
    }

    boolean flag(String field) {
        JsonNode value = find(field);
        if (value != null && !value.isBoolean()) {
            throw wrong(field, "must be true or false.");
        }
        return value != null && value.booleanValue();
    }

    long wholeNumber(String field) {
        JsonNode value = require(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, "must be a whole number of 64 bits.");
        }
        return value.longValue();
    }

    double number(String field) {
        JsonNode value = require(field);
        if (!value.isNumber()) {
            throw wrong(field, "must be a number.");
        }
        return value.doubleValue();
    }

    /** Returns the constant that the field names in any case, or {@code otherwise} where it is missing. */
    <E extends Enum<E>> E word(String field, Class<E> words, E otherwise) {
        return find(field) == null ? otherwise : word(field, words);
    }

    <E extends Enum<E>> E word(String field, Class<E> words) {
        String said = text(field);
        List<String> known = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(said)) {
                return word;
            }
            known.add(Character.isUpperCase(said.codePointAt(0)) ? word.name() : lower(word));
        }
        throw wrong(field, "is '" + said + "', which is none of " + String.join(", ", known) + ".");
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    Instant instant(String field) {
        return parsed(field, text(field));
    }

    /** Returns the instant, or null where the field is missing or null. */
    @Nullable
    Instant instantOrNull(String field) {
        return find(field) == null ? null : instant(field);
    }

    private Instant parsed(String field, String text) {
        try {
            return CaseValue.instant(text);
        } catch (DateTimeParseException unreadable) {
            throw wrong(field, "is '" + text + "', which is no ISO-8601 instant such as 2024-01-01T00:00:00Z.");
        }
    }

    JsonObject object(String field) {
        return of(require(field), place(field));
    }

    /** Returns the objects in a list; none where the field is missing. */
    List<JsonObject> objects(String field) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode one : list(field)) {
            objects.add(of(one, place(field) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** Returns the texts in a list; none where the field is missing. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : list(field)) {
            if (!one.isTextual()) {
                throw wrong(field, "must be a list of texts.");
            }
            texts.add(one.textValue());
        }
        return texts;
    }

    private Iterable<JsonNode> list(String field) {
        JsonNode value = find(field);
        if (value != null && !value.isArray()) {
            throw wrong(field, "must be a list.");
        }
        return value == null ? List.of() : value;
    }
}
