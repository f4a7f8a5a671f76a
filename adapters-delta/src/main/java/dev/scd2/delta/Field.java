package dev.scd2.delta;

import dev.scd2.dimension.ColumnType;

/**
 * A column of a published table. Immutable.
 *
 * @param name  as it stands in the table
 * @param type  what values it holds
 * @param required  whether no value is null
 * @param isBounded  whether the log tells the least and the greatest value of each file, by which readers pass files over. The
 *     log is kept for long, so never for what identifies a person
 */
record Field(String name, ColumnType type, boolean required, boolean isBounded) {
    static Field key(String name, ColumnType type) {
        return new Field(name, type, true, false);
    }

    static Field attribute(String name, ColumnType type) {
        return new Field(name, type, false, false);
    }

    static Field bounded(String name, ColumnType type, boolean required) {
        return new Field(name, type, required, true);
    }
}
