package dev.scd2.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a database takes a few rows as bound values of a statement, without a table. Immutable. */
public interface BoundRows {
    /** Returns how many rows are better bound than staged, at most. */
    int most();

    /** Returns a query of the rows. Each column is one parameter of it, in their order. */
    String query(List<TableColumn> columns);

    /**
     * Binds the parameters of {@link #query} to a statement that begins with it.
     *
     * @param rows cells in the order of the columns, as {@link Dialect#load} takes them
     */
    void bind(PreparedStatement statement, List<TableColumn> columns, List<@Nullable Object[]> rows)
            throws SQLException;
}
