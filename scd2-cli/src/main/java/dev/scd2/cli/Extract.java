package dev.scd2.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one file holds. The rows are not copied and must not change.
 *
 * @param fields the columns
 * @param rows the cells in the order of {@code fields}; {@link #ABSENT} where a row does not have the column at all
 * @param firstRow the number of the first row as a person would count it
 */
record Extract(List<Field> fields, List<@Nullable Object[]> rows, long firstRow) {
    /** The cell of a column that a row does not mention, which is not the same as null. */
    static final Object ABSENT = new Object();

    /** Returns the number of row {@code index} as a person would count it. */
    long rowNumber(int index) {
        return firstRow + index;
    }
}
