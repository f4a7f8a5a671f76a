package dev.scd2.dimension;

/**
 * One column of a dimension.
 *
 * <p>Immutable.
 *
 * @param name as in the source and in the table; compared exactly
 * @param type what values it holds
 * @param policy what happens when it changes; natural key columns are {@link AttributePolicy#FIXED}
 */
public record Column(String name, ColumnType type, AttributePolicy policy) {
    /** Refuses a blank name. */
    public Column {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A column needs a name.");
        }
    }
}
