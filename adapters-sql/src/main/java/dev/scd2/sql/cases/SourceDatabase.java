package dev.scd2.sql.cases;

import dev.scd2.sql.ConnectionSource;
import dev.scd2.sql.extract.Relation;
import dev.scd2.sql.extract.SourceDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * A database from which tests extract.
 *
 * <p>Immutable.
 *
 * @param connections to a database in which tables may be made and dropped
 * @param dialect of the database
 * @param text the type of short text
 * @param number the type of whole numbers
 * @param instant the type of instants
 * @param local the type of timestamps without a time zone
 */
public record SourceDatabase(
        ConnectionSource connections, SourceDialect dialect, String text, String number, String instant, String local) {

    /** Returns the relation of a table of these tests. */
    public Relation table(String name) {
        return Relation.table(connections, dialect, name);
    }

    String quote(String name) {
        return dialect.quote(name);
    }

    /** Makes a table anew, of columns in SQL. */
    void make(String table, String columns) {
        execute("DROP TABLE IF EXISTS " + quote(table));
        execute("CREATE TABLE " + quote(table) + " (" + columns + ")");
    }

    /** Runs a statement; instants are bound in UTC. */
    public void execute(String sql, Object... values) {
        try (Connection connection = connections.connect()) {
            execute(connection, sql, values);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        if (values.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
            }
            statement.execute();
        }
    }
}
