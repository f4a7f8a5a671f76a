package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;

/**
 * A column of a table, as a dialect needs to know it. Immutable.
 *
 * @param name unquoted
 * @param type what values it holds
 */
public record TableColumn(String name, ColumnType type) {}
