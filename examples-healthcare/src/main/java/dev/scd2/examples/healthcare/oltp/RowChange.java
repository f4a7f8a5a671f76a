package dev.scd2.examples.healthcare.oltp;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to one row. Immutable.
 *
 * @param kind  what is done
 * @param before  the row before; null for an insert
 * @param after  the row after; null for a delete
 */
public record RowChange(
        Kind kind, @Nullable Row before, @Nullable Row after) {

    /** The ways to change a row. */
    public enum Kind {
        /** A row that was not there. */
        INSERT,
        /** Other values under the same key. */
        UPDATE,
        /** A row that is gone. */
        DELETE
    }

    /**
     * Checks the images.
     *
     * @throws IllegalArgumentException if an image is missing, is there and should not be, or the keys differ
     */
    public RowChange {
        if ((before == null) != (kind == Kind.INSERT) || (after == null) != (kind == Kind.DELETE)) {
            throw new IllegalArgumentException("An " + kind + " has the wrong images");
        }
        if (before != null && after != null && !before.keyText().equals(after.keyText())) {
            throw new IllegalArgumentException("An update in " + before.table().tableName() + " changes the key");
        }
    }

    /** Returns an insert of {@code after}. */
    public static RowChange insert(Row after) {
        return new RowChange(Kind.INSERT, null, after);
    }

    /** Returns an update of {@code before} to {@code after}. */
    public static RowChange update(Row before, Row after) {
        return new RowChange(Kind.UPDATE, before, after);
    }

    /** Returns a delete of {@code before}. */
    public static RowChange delete(Row before) {
        return new RowChange(Kind.DELETE, before, null);
    }

    /** Returns the row after, or for a delete the row that goes. */
    public Row values() {
        Row row = after != null ? after : before;
        if (row == null) {
            throw new IllegalStateException("A change without a row");
        }
        return row;
    }

    /** Returns the table of the row. */
    public OltpTable table() {
        return values().table();
    }
}
