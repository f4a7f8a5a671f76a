package dev.scd2.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A DuckDB in memory whose readers read the files. Confined to one thread. */
final class ReaderConnection implements AutoCloseable {
    private final Connection connection;

    private ReaderConnection(Connection connection) {
        this.connection = connection;
    }

    /** Opens it, without extensions from outside. */
    static ReaderConnection open() {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        try {
            return new ReaderConnection(DriverManager.getConnection("jdbc:duckdb:", settings));
        } catch (SQLException unavailable) {
            throw Failure.of(
                    "The DuckDB library could not be started; the temporary directory must be writable.", unavailable);
        }
    }

    /** What is made of a result. */
    interface Reading<R> {
        R read(ResultSet rows) throws SQLException;
    }

    <R> R query(String sql, Reading<R> reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return reading.read(rows);
        }
    }

    /** Returns {@code text} as an SQL literal. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns {@code name} as an SQL identifier. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException nothingWasWritten) {
            // an in-memory database of which nothing is kept
            return;
        }
    }
}
