package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A temporary table that is loaded in bulk, used by set-based statements and dropped on close. */
final class Staging implements AutoCloseable {
    /** What a timestamp column can hold; whoever wants all of a history asks for an instant before it. */
    private static final long FIRST_MICROS = Instants.toMicros(Instants.MIN);

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
        layout.dialect.load(connection, staging.name, columns, rows);
        return staging;
    }

    /** Stages keys with their place in the map, {@code _n}, and their instant, {@code _at}. */
    static Staging ofKeys(Connection connection, Layout layout, Map<Key, Long> keys) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_n", ColumnType.LONG));
        columns.addAll(layout.key);
        columns.add(new TableColumn("_at", ColumnType.TIMESTAMP));
        Iterator<Map.Entry<Key, Long>> entries = keys.entrySet().iterator();
        return of(connection, layout, columns, new Iterator<>() {
            private long n;

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                Map.Entry<Key, Long> entry = entries.next();
                Object[] cells = new Object[columns.size()];
                cells[0] = n++;
                cells[Cells.put(cells, 1, entry.getKey())] =
                        Math.max(FIRST_MICROS, Math.min(entry.getValue(), VersionRows.OPEN_MICROS));
                return cells;
            }
        });
    }

    /** Stages what {@code query} returns. */
    static Staging ofQuery(Connection connection, Layout layout, String query) throws SQLException {
        Staging staging = new Staging(connection, layout.dialect);
        staging.execute(layout.dialect.createTemporary(staging.name) + " AS " + query);
        return staging;
    }

    /** Returns the qualified name. */
    String table() {
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
