package dev.scd2.snowflake.governance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A place in a file and what is there. Messages name the place and never tell the value, which may be a secret astray. */
record Field(String place, JsonNode json) {
    /** The fields that an object may have. */
    record Allowed(Field field, Set<String> names) {
        Allowed and(String... more) {
            Set<String> all = new HashSet<>(names);
            all.addAll(List.of(more));
            return new Allowed(field, all);
        }

        void check() {
            if (!field.json.isObject()) {
                throw new IllegalArgumentException(field.place + " is not an object with names and values.");
            }
            field.json.fieldNames().forEachRemaining(name -> {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(field.place + " has a field " + name + ", which has no meaning"
                            + " there. It may have " + names.stream().sorted().toList() + ".");
                }
            });
        }
    }

    Allowed only(String... names) {
        return new Allowed(this, Set.of(names));
    }

    boolean has(String name) {
        return json.has(name);
    }

    boolean isObject(String name) {
        return json.path(name).isObject();
    }

    Field in(String name) {
        return new Field(place + ": " + name, json.path(name));
    }

    String text(String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "a text");
        }
        return value.textValue();
    }

    BigDecimal number(String name) {
        JsonNode value = json.path(name);
        if (!value.isNumber()) {
            throw wrong(name, "a number");
        }
        return value.decimalValue();
    }

    /** Returns the texts of a list, or the only one; none where the field is not there. */
    List<String> texts(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw wrong(name, "a list of texts");
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    /** Returns a schema and what is in it, which are written with a dot between them. */
    String[] pair(String name) {
        String[] parts = text(name).split("\\.", -1);
        if (parts.length != 2) {
            throw wrong(name, "a schema and a table with a dot between them");
        }
        return parts;
    }

    List<String> names(String name) {
        List<String> names = new ArrayList<>();
        json.path(name).fieldNames().forEachRemaining(names::add);
        return names;
    }

    void each(String name, Consumer<Field> action) {
        int number = 1;
        for (JsonNode each : json.path(name)) {
            action.accept(new Field(name + " " + number++ + " of " + place, each));
        }
    }

    IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException(place + ": " + name + " is to be " + expected + ".");
    }
}
