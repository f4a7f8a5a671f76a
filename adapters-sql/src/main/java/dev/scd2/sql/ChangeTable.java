package dev.scd2.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the database in which a store is, each of which says what an entity was like from an instant on, or that it was no
 * more.
 *
 * <p>They are what a query returns: the natural key and every attribute of the dimension, under their names, and what is
 * declared here.
 *
 * <pre>{@code
 * ChangeTable changes = ChangeTable.of("SELECT * FROM raw.member_changes")
 *         .validFrom("effective_at")
 *         .sequence("commit_position", "place")
 *         .deletedWhere("is_deleted")
 *         .position("member_changes", "partition_number", "offset_number");
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param query a query without parameters
 * @param validFrom the column with the instant from which on a row holds
 * @param sequence the columns with the parts of the sequence, whole numbers, the most significant first
 * @param deleted the column that is true where the entity is no more; null if none ends
 * @param source the name of the source in positions; null if rows have none
 * @param partition the column with the partition, a whole number of 31 bits; null if rows have no position
 * @param offset the column with the offset, a whole number; null if rows have no position
 */
public record ChangeTable(
        String query,
        String validFrom,
        List<String> sequence,
        @Nullable String deleted,
        @Nullable String source,
        @Nullable String partition,
        @Nullable String offset) {

    /** Refuses a table without an order. */
    public ChangeTable {
        sequence = List.copyOf(sequence);
        if (sequence.isEmpty()) {
            throw new IllegalArgumentException("A table of changes needs at least one column for their sequence.");
        }
    }

    /** Begins with the rows of {@code query}, whose columns of time and order are {@code valid_from} and {@code sequence}. */
    public static ChangeTable of(String query) {
        return new ChangeTable(query, "valid_from", List.of("sequence"), null, null, null, null);
    }

    /** Returns this table with another column for the instant from which on a row holds: a timestamp with a time zone. */
    public ChangeTable validFrom(String column) {
        return new ChangeTable(query, column, sequence, deleted, source, partition, offset);
    }

    /** Returns this table with other columns for the parts of the sequence. */
    public ChangeTable sequence(String... columns) {
        return new ChangeTable(query, validFrom, List.of(columns), deleted, source, partition, offset);
    }

    /** Returns this table with a column that is true where the entity is no more; null and false say that it is. */
    public ChangeTable deletedWhere(String column) {
        return new ChangeTable(query, validFrom, sequence, column, source, partition, offset);
    }

    /**
     * Returns this table with the place at which each row was read. How far each partition was read is committed when all of
     * the rows are in the history.
     */
    public ChangeTable position(String sourceName, String partitionColumn, String offsetColumn) {
        return new ChangeTable(query, validFrom, sequence, deleted, sourceName, partitionColumn, offsetColumn);
    }
}
