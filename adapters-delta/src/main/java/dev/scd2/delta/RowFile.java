package dev.scd2.delta;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of rows that is written and whole, at a local place. Immutable.
 *
 * @param local  where it is
 * @param key  what it is called in the table
 * @param bytes  its size
 * @param rows  how many rows it holds
 * @param columns  what is known of each column, in the order of the fields
 */
record RowFile(Path local, String key, long bytes, long rows, List<Bounds> columns) {
    RowFile {
        columns = List.copyOf(columns);
    }

    /** Returns this file under another name. */
    RowFile named(String other) {
        return new RowFile(local, other, bytes, rows, columns);
    }

    /**
     * What is known of the values of a column. Immutable.
     *
     * @param nulls  how many are null
     * @param least  the least, null where that is not kept or all are null
     * @param greatest  the greatest, like {@code least}
     */
    record Bounds(
            long nulls, @Nullable Object least, @Nullable Object greatest) {}
}
