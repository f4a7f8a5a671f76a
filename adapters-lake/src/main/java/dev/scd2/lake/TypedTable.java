package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table that a {@link WarehouseFeed} keeps beside a raw one: of each row of the source its last image, in columns of their
 * own types. Its name is {@code typed.<entity>}.
 *
 * <p>Before the columns it has {@code _key}, the key of the message; {@code _deleted}; {@code _lsn} and {@code
 * _total_order}, by which the last image is found: what comes late or again changes nothing. A row that was deleted, or ended
 * by a truncate, stays with {@code _deleted}, so that a late change cannot bring it back: say {@code WHERE NOT _deleted}.
 *
 * <p>Values are read as Debezium writes them with decimals as text and times in microseconds. One that does not spell its
 * type is NULL here, and stands in the raw table as it came. Large values that the source leaves out where they did not
 * change need {@code REPLICA IDENTITY FULL}. Immutable.
 */
public final class TypedTable {
    private final String entity;
    private final Map<String, ColumnType> columns;

    private TypedTable(String entity, Map<String, ColumnType> columns) {
        this.entity = entity;
        this.columns = Collections.unmodifiableMap(columns);
    }

    /** Returns the table of an entity, without columns yet. */
    public static TypedTable of(String entity) {
        return new TypedTable(entity, new LinkedHashMap<>());
    }

    /** Returns the table of an entity with the columns of a dimension, the natural key first. */
    public static TypedTable of(String entity, Dimension dimension) {
        return new TypedTable(entity, dimension.columnTypes());
    }

    /** Returns this table with another column, which the source has under the same name. */
    public TypedTable column(String name, ColumnType type) {
        Map<String, ColumnType> more = new LinkedHashMap<>(columns);
        more.put(name, type);
        return new TypedTable(entity, more);
    }

    /** Returns whose changes it shows. */
    public String entity() {
        return entity;
    }

    Map<String, ColumnType> columns() {
        return columns;
    }
}
