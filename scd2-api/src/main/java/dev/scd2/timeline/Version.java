package dev.scd2.timeline;

import dev.scd2.dimension.Row;

/**
 * What one entity looked like over one interval.
 *
 * <p>Immutable.
 *
 * @param interval when it held
 * @param row the attributes in force, every cell said; all null when {@code deleted}
 * @param deleted whether this version marks an absence ({@link dev.scd2.dimension.DeletePolicy#MARK})
 */
public record Version(Interval interval, Row row, boolean deleted) {
    /** Returns a version in which the entity exists. */
    public static Version of(Interval interval, Row row) {
        return new Version(interval, row, false);
    }

    /** Returns this version over another interval. */
    public Version over(Interval other) {
        return new Version(other, row, deleted);
    }

    /** Returns whether it still holds and marks no absence; the current flag of a table is derived from this. */
    public boolean isCurrent() {
        return interval.isOpen() && !deleted;
    }

    /** Returns whether {@code other} says the same, whenever that holds; erased values are told apart. */
    public boolean saysSameAs(Version other) {
        return deleted == other.deleted && row.equals(other.row);
    }

    /** Returns whether {@code other} shows the same, whenever that holds: erased values count as null. */
    public boolean showsSameAs(Version other) {
        return deleted == other.deleted && row.saysSameAs(other.row);
    }
}
