package dev.scd2.sql.rekey;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A temporary table of a {@link Workspace}; after a failure the rollback drops it. The planner is told what is in it: taken for
 * larger than it is, a few windows or facts would be met by reading all facts. Confined to one thread.
 */
final class Scratch implements AutoCloseable {
    private final Workspace space;
    private final String table;

    Scratch(Workspace space, String table) {
        this.space = space;
        this.table = table;
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
        space.drop(this);
    }
}
