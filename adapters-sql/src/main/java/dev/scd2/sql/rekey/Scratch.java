package dev.scd2.sql.rekey;

import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table, dropped on close; after a failure the rollback drops it. The planner is told what is in it: taken for
 * larger than it is, a few windows or facts would be met by reading all facts. Confined to one thread.
 */
final class Scratch implements AutoCloseable {
    private final Connection connection;
    private final String table;

    private Scratch(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /** Loads rows, whose cells are as {@link Dialect#load} takes them. */
    static Scratch of(
            Connection connection,
            Dialect dialect,
            String name,
            List<TableColumn> columns,
            Iterator<@Nullable Object[]> rows)
            throws SQLException {
        String definitions = columns.stream()
                .map(column -> dialect.quote(column.name()) + " " + dialect.typeName(column.type()))
                .collect(Collectors.joining(", "));
        run(connection, dialect.createTemporary(name) + " (" + definitions + ")");
        dialect.load(connection, new TableName(null, name), columns, rows);
        return filled(connection, dialect, name);
    }

    /** Keeps what a query returns. */
    static Scratch of(Connection connection, Dialect dialect, String name, String query) throws SQLException {
        run(connection, dialect.createTemporary(name) + " AS " + query);
        return filled(connection, dialect, name);
    }

    private static Scratch filled(Connection connection, Dialect dialect, String name) throws SQLException {
        Scratch scratch = new Scratch(connection, dialect.temporary(name));
        dialect.analyze(connection, scratch.table);
        return scratch;
    }

    /** Returns the qualified name. */
    String table() {
        return table;
    }

    static long run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /** Returns the number that a query returns. */
    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        run(connection, "DROP TABLE " + table);
    }
}
