package dev.scd2.delta;

import dev.scd2.sql.ColumnNames;

/**
 * How a dimension is laid out as a table. Immutable.
 *
 * @param buckets  into how many files its rows go, by a hash of the natural key. A publication writes the files whose rows
 *     changed, so more files mean that less is written, and that readers open more. Another number has all of them written
 *     once, when rows change next
 * @param names  what the columns beside key and attributes are called
 */
public record TableOptions(int buckets, ColumnNames names) {
    private static final int MOST_BUCKETS = 1_000;
    private static final TableOptions STANDARD = new TableOptions(16, ColumnNames.standard());

    /** Refuses a number of buckets outside 1 to 1,000. */
    public TableOptions {
        if (buckets < 1 || buckets > MOST_BUCKETS) {
            throw new IllegalArgumentException(
                    "A table has between 1 and " + MOST_BUCKETS + " buckets, not " + buckets + ".");
        }
    }

    /** Returns 16 buckets and the product's own names. */
    public static TableOptions standard() {
        return STANDARD;
    }

    /** Returns these options with another number of buckets. */
    public TableOptions withBuckets(int buckets) {
        return new TableOptions(buckets, names);
    }

    /** Returns these options with other names. */
    public TableOptions withNames(ColumnNames names) {
        return new TableOptions(buckets, names);
    }
}
