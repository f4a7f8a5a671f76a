package dev.scd2.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A query that runs, whose rows are fetched some at a time. One without bound values is not prepared: DuckDB plans what was
 * prepared once more when it runs, which of a small query is the most of its time. Confined to one thread.
 */
final class Query implements AutoCloseable {
    private static final int FETCH_SIZE = 2_000;

    private final Statement statement;
    private final ResultSet rows;

    private Query(Statement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    /** Runs {@code sql} with these canonical values bound. */
    static Query of(Connection connection, String sql, List<Object> bound) throws SQLException {
        if (bound.isEmpty()) {
            return plain(connection, sql);
        }
        PreparedStatement prepared = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < bound.size(); i++) {
                Cells.bind(prepared, i + 1, bound.get(i));
            }
        } catch (SQLException | RuntimeException failure) {
            try (prepared) {
                throw failure;
            }
        }
        return of(prepared);
    }

    /** Runs what is prepared, and closes it afterwards, also when it fails. */
    static Query of(PreparedStatement prepared) throws SQLException {
        try {
            prepared.setFetchSize(FETCH_SIZE);
            return new Query(prepared, prepared.executeQuery());
        } catch (SQLException | RuntimeException failure) {
            try (prepared) {
                throw failure;
            }
        }
    }

    private static Query plain(Connection connection, String sql) throws SQLException {
        Statement statement = connection.createStatement();
        try {
            statement.setFetchSize(FETCH_SIZE);
            return new Query(statement, statement.executeQuery(sql));
        } catch (SQLException | RuntimeException failure) {
            try (statement) {
                throw failure;
            }
        }
    }

    /** Returns the rows, before the first. */
    ResultSet rows() {
        return rows;
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            rows.close();
        }
    }
}
