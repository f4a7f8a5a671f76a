package dev.scd2.dimension;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The kept columns of a dimension, and what they make of a row. Immutable. */
final class Columns {
    private final List<Column> naturalKey;
    private final List<Column> attributes;
    private final Map<String, Integer> attributeIndex = new HashMap<>();
    private final Map<String, ColumnType> types;

    /** Takes columns of which no two have one name. */
    Columns(List<Column> naturalKey, List<Column> attributes) {
        this.naturalKey = List.copyOf(naturalKey);
        this.attributes = List.copyOf(attributes);
        for (Column attribute : attributes) {
            attributeIndex.put(attribute.name(), attributeIndex.size());
        }
        Map<String, ColumnType> byName = new LinkedHashMap<>();
        naturalKey.forEach(column -> byName.put(column.name(), column.type()));
        attributes.forEach(column -> byName.put(column.name(), column.type()));
        types = Collections.unmodifiableMap(byName);
    }

    List<Column> naturalKey() {
        return naturalKey;
    }

    List<Column> attributes() {
        return attributes;
    }

    Map<String, ColumnType> types() {
        return types;
    }

    OptionalInt attributeIndex(String column) {
        Integer index = attributeIndex.get(column);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    boolean areAllTracked() {
        return attributes.stream().allMatch(column -> column.policy() == AttributePolicy.TRACK);
    }

    /** Returns the natural key in a row of the dimension of this name. */
    Key key(String dimension, Map<String, ? extends @Nullable Object> row) {
        Object[] parts = new Object[naturalKey.size()];
        for (int i = 0; i < parts.length; i++) {
            Column column = naturalKey.get(i);
            Object part = column.type().coerce(row.get(column.name()));
            if (part == null) {
                throw new IllegalArgumentException("The natural key column " + column.name() + " of dimension "
                        + dimension + " is null or missing. Every row needs it.");
            }
            parts[i] = part;
        }
        return Key.of(parts);
    }

    /** Returns the attributes in a row, those that it lacks unsaid. */
    Row row(Map<String, ? extends @Nullable Object> row) {
        Object[] cells = new Object[attributes.size()];
        for (int i = 0; i < cells.length; i++) {
            Column column = attributes.get(i);
            Object value = row.get(column.name());
            cells[i] = value == null && !row.containsKey(column.name())
                    ? Row.unsaid()
                    : column.type().coerce(value);
        }
        return Row.of(cells);
    }
}
