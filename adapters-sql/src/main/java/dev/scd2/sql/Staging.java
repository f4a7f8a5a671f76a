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
import java.util.TreeSet;
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
        layout.dialect.load(connection, TableName.temporary(staging.name), columns, rows);
        return staging;
    }

    /**
     * Stages keys with their place in the map, {@code _n}, their instant, {@code _at}, and the last of {@code listings}
     * before it, {@code _listed}.
     */
    static Staging ofKeys(Connection connection, Layout layout, Map<Key, Long> keys, TreeSet<Long> listings)
            throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_n", ColumnType.LONG));
        columns.addAll(layout.key);
        columns.add(new TableColumn("_at", ColumnType.TIMESTAMP));
        columns.add(new TableColumn("_listed", ColumnType.TIMESTAMP));
        AtomicLong n = new AtomicLong();
        return of(
                connection,
                layout,
                columns,
                keys.entrySet().stream()
                        .map(entry -> {
                            Object[] cells = new Object[columns.size()];
                            cells[0] = n.getAndIncrement();
                            int at = Cells.put(cells, 1, entry.getKey());
                            cells[at] = Math.max(FIRST_MICROS, Math.min(entry.getValue(), VersionRows.OPEN_MICROS));
                            cells[at + 1] = listings.lower(entry.getValue());
                            return cells;
                        })
                        .iterator());
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

    /** Copies the rows {@code s} into {@code table} for which no row {@code x} of it meets {@code same}. */
    void addMissing(String table, String columns, String same) throws SQLException {
        execute("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + table() + " AS s"
                + " WHERE NOT EXISTS (SELECT 1 FROM " + table + " AS x WHERE " + same + ")");
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
