package dev.scd2.lake.landing;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the text of a field spells, by the type of its column. Immutable. */
final class FieldReader {
    private final Map<String, ColumnType> types;
    private final @Nullable ZoneId zone;

    private FieldReader(Map<String, ColumnType> types, @Nullable ZoneId zone) {
        this.types = types;
        this.zone = zone;
    }

    /** Returns the reader of these columns, and of those of a dimension. */
    static FieldReader of(Dimension dimension, Map<String, ColumnType> more, @Nullable ZoneId zone) {
        Map<String, ColumnType> types = new HashMap<>(more);
        for (Column column : dimension.naturalKey()) {
            types.put(column.name(), column.type());
        }
        for (Column column : dimension.attributes()) {
            types.put(column.name(), column.type());
        }
        return new FieldReader(Map.copyOf(types), zone);
    }

    /** Returns the value; the text itself where it spells none, which then is of the wrong type. */
    Object typed(String column, String text) {
        ColumnType type = types.getOrDefault(column, ColumnType.TEXT);
        if (type.kind() == ColumnType.Kind.TEXT) {
            return text;
        }
        try {
            return type.parse(text);
        } catch (IllegalArgumentException wrong) {
            return type.kind() == ColumnType.Kind.TIMESTAMP && zone != null ? local(text, zone) : text;
        }
    }

    private static Object local(String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeException wrong) {
            return text;
        }
    }
}
