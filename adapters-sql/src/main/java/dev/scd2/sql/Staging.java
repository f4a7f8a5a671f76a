package dev.scd2.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A temporary table that is loaded in bulk, used by set-based statements and dropped on close. */
final class Staging implements StagedRows {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Connection connection;
    private final Dialect dialect;
    private final String name;

    private Staging(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
        this.name = "scd2_stage_" + NUMBER.incrementAndGet();
    }

    static Staging of(
            Connection connection, Layout layout, List<TableColumn> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException {
        Staging staging = new Staging(connection, layout.dialect);
        staging.execute(layout.dialect.createTemporary(staging.name) + " (" + layout.definitions(columns) + ")");
        layout.dialect.load(connection, TableName.temporary(staging.name), columns, rows);
        return staging;
    }

    /** Stages what {@code query} returns. */
    static Staging ofQuery(Connection connection, Layout layout, String query) throws SQLException {
        Staging staging = new Staging(connection, layout.dialect);
        staging.execute(layout.dialect.createTemporary(staging.name) + " AS " + query);
        return staging;
    }

    @Override
    public String table() {
        return dialect.temporary(name);
    }

    /** Runs a statement on the same connection. */
    void execute(String sql) throws SQLException {
        execute(connection, sql);
    }

    static void execute(Connection connection, String sql, Object... values) throws SQLException {
        if (values.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                Cells.bind(statement, i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Drops the table. After a failure the transaction may refuse it; its rollback then drops the table. */
    @Override
    public void close() throws SQLException {
        execute("DROP TABLE " + table());
    }
}
