package dev.scd2.sql;

import dev.scd2.dimension.Dimension;
import java.sql.Connection;
import java.sql.SQLException;

/** Draws surrogate keys of a dimension for rows that are not versions. Stateless. */
public final class Surrogates {
    private Surrogates() {}

    /**
     * Reserves {@code count} consecutive surrogate keys in the open transaction, and keeps writers of the dimension waiting
     * until it ends. Reserving none does that too.
     *
     * @return the first
     */
    public static long reserve(
            Connection connection, Dimension dimension, StoreOptions options, Dialect dialect, int count)
            throws SQLException {
        return new Register(new Layout(dimension, dialect, options)).draw(connection, count);
    }
}
