package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a plan remembers of the dimension as a whole: snapshots, rejections, positions. Confined to one thread. */
final class LogWriter {
    static final List<TableColumn> SNAPSHOT =
            List.of(new TableColumn("taken_at", ColumnType.TIMESTAMP), new TableColumn("sequence", ColumnType.TEXT));
    static final List<TableColumn> QUARANTINE = List.of(
            new TableColumn("number", ColumnType.LONG),
            new TableColumn("identity", ColumnType.TEXT),
            new TableColumn("reason", ColumnType.TEXT),
            new TableColumn("message", ColumnType.TEXT),
            new TableColumn("source", ColumnType.TEXT),
            new TableColumn("partition", ColumnType.LONG),
            new TableColumn("offset", ColumnType.LONG),
            new TableColumn("payload", ColumnType.TEXT));
    static final List<TableColumn> POSITION = List.of(
            new TableColumn("source", ColumnType.TEXT),
            new TableColumn("partition", ColumnType.LONG),
            new TableColumn("offset", ColumnType.LONG));

    private final Layout layout;
    private final Connection connection;

    LogWriter(Layout layout, Connection connection) {
        this.layout = layout;
        this.connection = connection;
    }

    void write(MutationPlan plan) throws SQLException {
        if (!plan.marks().isEmpty()) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (SnapshotMark mark : new LinkedHashSet<>(plan.marks())) {
                rows.add(new Object[] {mark.at(), mark.sequence().toString()});
            }
            add(layout.snapshots, SNAPSHOT, rows, same(SNAPSHOT));
        }
        if (!plan.rejections().isEmpty()) {
            add(layout.quarantine, QUARANTINE, rejections(plan.rejections()), same(QUARANTINE.subList(1, 2)));
        }
        if (!plan.reached().isEmpty()) {
            reach(plan.reached());
        }
    }

    private List<@Nullable Object[]> rejections(List<Rejection> rejections) throws SQLException {
        long number = lastNumber();
        Map<String, @Nullable Object[]> rows = new LinkedHashMap<>();
        for (Rejection rejection : rejections) {
            Position at = rejection.position();
            Object[] cells = {
                ++number,
                rejection.identity(),
                rejection.reason().name(),
                layout.dialect.printable(rejection.message()),
                at == null ? null : at.source(),
                at == null ? null : (Object) (long) at.partition(),
                at == null ? null : (Object) at.offset(),
                layout.dialect.printable(rejection.payload())
            };
            rows.putIfAbsent(rejection.identity(), cells);
        }
        return List.copyOf(rows.values());
    }

    private long lastNumber() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(max(" + layout.quote("number") + "), 0) FROM " + layout.quarantine)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void reach(List<Position> reached) throws SQLException {
        Map<String, Position> furthest = new LinkedHashMap<>();
        for (Position position : reached) {
            furthest.merge(
                    position.partition() + "/" + position.source(),
                    position,
                    (a, b) -> a.offset() >= b.offset() ? a : b);
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Position position : furthest.values()) {
            rows.add(new Object[] {position.source(), (long) position.partition(), position.offset()});
        }
        String offset = layout.quote("offset");
        String same = same(POSITION.subList(0, 2));
        try (Staging staged = Staging.of(connection, layout, POSITION, rows.iterator())) {
            staged.execute("UPDATE " + layout.positions + " AS x SET " + offset + " = s." + offset + " FROM "
                    + staged.table() + " AS s WHERE " + same + " AND s." + offset + " > x." + offset);
            insertMissing(layout.positions, POSITION, staged, same);
        }
    }

    private void add(String table, List<TableColumn> columns, List<@Nullable Object[]> rows, String same)
            throws SQLException {
        try (Staging staged = Staging.of(connection, layout, columns, rows.iterator())) {
            insertMissing(table, columns, staged, same);
        }
    }

    private void insertMissing(String table, List<TableColumn> columns, Staging staged, String same)
            throws SQLException {
        staged.execute("INSERT INTO " + table + " (" + layout.list(columns) + ") SELECT " + layout.list("s", columns)
                + " FROM " + staged.table() + " AS s WHERE NOT EXISTS (SELECT 1 FROM " + table + " AS x WHERE " + same
                + ")");
    }

    private String same(List<TableColumn> columns) {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : columns) {
            String name = layout.quote(column.name());
            terms.add("x." + name + " = s." + name);
        }
        return String.join(" AND ", terms);
    }
}
