package dev.scd2.cli;

import dev.scd2.dimension.ColumnType;

/**
 * One column of a file. Immutable.
 *
 * @param name as in the file; empty when the file has a column without a name
 * @param type what the file says of it; text for CSV
 */
record Field(String name, ColumnType type) {
    boolean isNamed() {
        return !name.isBlank();
    }
}
