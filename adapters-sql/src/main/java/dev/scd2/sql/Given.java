package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows that statements see as a table. Few are bound to each statement, where the database takes them so; more are staged.
 * Confined to one thread.
 */
final class Given implements AutoCloseable {
    /** What a timestamp column can hold; whoever wants all of a history asks for an instant before it. */
    private static final long FIRST_MICROS = Instants.toMicros(Instants.MIN);

    private final Connection connection;
    private final Layout layout;
    private final List<TableColumn> columns;
    private final List<@Nullable Object[]> rows;
    /** What statements begin with; empty if the rows are staged. */
    private final String with;

    private final String table;
    private final @Nullable Staging staging;

    private Given(Given rows, String with, String table, @Nullable Staging staging) {
        this(rows.connection, rows.layout, rows.columns, rows.rows, with, table, staging);
    }

    private Given(
            Connection connection,
            Layout layout,
            List<TableColumn> columns,
            List<@Nullable Object[]> rows,
            String with,
            String table,
            @Nullable Staging staging) {
        this.connection = connection;
        this.layout = layout;
        this.columns = columns;
        this.rows = rows;
        this.with = with;
        this.table = table;
        this.staging = staging;
    }

    static Given of(Connection connection, Layout layout, List<TableColumn> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        BoundRows bound = layout.dialect.boundRows();
        if (bound != null && rows.size() <= bound.most()) {
            String with = "WITH given AS (" + bound.query(columns) + ")";
            return new Given(connection, layout, columns, rows, with, "given", null);
        }
        Staging staging = Staging.of(connection, layout, columns, rows.iterator());
        return new Given(connection, layout, columns, List.of(), "", staging.table(), staging);
    }

    /**
     * Gives keys with their place in the map, {@code _n}, their instant, {@code _at}, and the last of {@code listings}
     * before it, {@code _listed}.
     */
    static Given ofKeys(Connection connection, Layout layout, Map<Key, Long> keys, TreeSet<Long> listings)
            throws SQLException {
        return of(connection, layout, keyColumns(layout), keyRows(layout, keys, listings));
    }

    /** Returns the columns of {@link #keyRows}. */
    static List<TableColumn> keyColumns(Layout layout) {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_n", ColumnType.LONG));
        columns.addAll(layout.key);
        columns.add(new TableColumn("_at", ColumnType.TIMESTAMP));
        columns.add(new TableColumn("_listed", ColumnType.TIMESTAMP));
        return columns;
    }

    /** Returns the rows of {@link #ofKeys}. */
    static List<@Nullable Object[]> keyRows(Layout layout, Map<Key, Long> keys, TreeSet<Long> listings) {
        List<@Nullable Object[]> rows = new ArrayList<>(keys.size());
        keys.forEach((key, instant) -> {
            Object[] cells = new Object[layout.key.size() + 3];
            cells[0] = (long) rows.size();
            int at = Cells.put(cells, 1, key);
            cells[at] = Math.max(FIRST_MICROS, Math.min(instant, VersionRows.OPEN_MICROS));
            cells[at + 1] = listings.lower(instant);
            rows.add(cells);
        });
        return rows;
    }

    /** Gives what {@code query} makes of these rows. */
    Given derived(String query) throws SQLException {
        if (staging == null) {
            return new Given(this, with + ", derived AS (" + query + ")", "derived", null);
        }
        Staging derived = Staging.ofQuery(connection, layout, query);
        return new Given(this, "", derived.table(), derived);
    }

    /** Returns how statements name the rows. */
    String table() {
        return table;
    }

    /** Runs a query that names the rows. */
    Query query(String sql) throws SQLException {
        return staging == null ? Query.of(prepare(sql)) : Query.of(connection, sql, List.of());
    }

    /** Runs a statement that names the rows. */
    void execute(String sql) throws SQLException {
        if (staging != null) {
            staging.execute(sql);
            return;
        }
        try (PreparedStatement statement = prepare(sql)) {
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(with + " " + sql);
        try {
            BoundRows few = layout.dialect.boundRows();
            if (few != null) {
                few.bind(statement, columns, rows);
            }
            return statement;
        } catch (SQLException | RuntimeException failure) {
            try (statement) {
                throw failure;
            }
        }
    }

    /** Copies the rows {@code s} into {@code into} for which no row {@code x} of it meets {@code same}. */
    void addMissing(String into, String same) throws SQLException {
        String list = layout.list(columns);
        execute("INSERT INTO " + into + " (" + list + ") SELECT " + list + " FROM " + table
                + " AS s WHERE NOT EXISTS (SELECT 1 FROM " + into + " AS x WHERE " + same + ")");
    }

    @Override
    public void close() throws SQLException {
        if (staging != null) {
            staging.close();
        }
    }
}
