package dev.scd2.sql;

import org.jspecify.annotations.Nullable;

/**
 * Names a table; nothing is quoted.
 *
 * @param schema its schema; null for a temporary table of the connection
 * @param name its name
 */
public record TableName(@Nullable String schema, String name) {
    static TableName temporary(String name) {
        return new TableName(null, name);
    }

    /** Returns whether the table is a temporary one of the connection. */
    public boolean isTemporary() {
        return schema == null;
    }
}
