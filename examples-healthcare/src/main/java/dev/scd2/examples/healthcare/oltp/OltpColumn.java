package dev.scd2.examples.healthcare.oltp;

/**
 * A column of a payer table. Immutable.
 *
 * @param name  the column's name, lower case
 * @param type  what its values are
 */
public record OltpColumn(String name, Type type) {

    /** The types in use, each with its type in PostgreSQL and in Java. */
    public enum Type {
        /** {@code text}, {@link String}. */
        TEXT,
        /** {@code integer}, {@link Integer}. */
        INTEGER,
        /** {@code boolean}, {@link Boolean}. */
        BOOLEAN,
        /** {@code numeric}, {@link java.math.BigDecimal}. */
        DECIMAL,
        /** {@code date}, {@link java.time.LocalDate}. */
        DATE,
        /** {@code timestamptz}, {@link java.time.Instant}. */
        TIMESTAMP
    }
}
