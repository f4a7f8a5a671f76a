package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Rejection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a plan says beside versions and evidence: listings, quarantine, positions, audit. Confined to one thread. */
final class LogWriter {
    static final List<TableColumn> QUARANTINE = List.of(
            new TableColumn("number", ColumnType.LONG),
            new TableColumn("identity", ColumnType.TEXT),
            new TableColumn("reason", ColumnType.TEXT),
            new TableColumn("message", ColumnType.TEXT),
            new TableColumn("source", ColumnType.TEXT),
            new TableColumn("partition", ColumnType.LONG),
            new TableColumn("offset", ColumnType.LONG),
            new TableColumn("payload", ColumnType.TEXT),
            new TableColumn("natural_key", ColumnType.TEXT));
    static final List<TableColumn> POSITION = List.of(
            new TableColumn("source", ColumnType.TEXT),
            new TableColumn("partition", ColumnType.LONG),
            new TableColumn("offset", ColumnType.LONG));
    static final List<TableColumn> AUDIT = List.of(
            new TableColumn("number", ColumnType.LONG),
            new TableColumn("event", ColumnType.TEXT),
            new TableColumn("subject", ColumnType.TEXT),
            new TableColumn("detail", ColumnType.TEXT),
            new TableColumn("happened_at", ColumnType.TIMESTAMP));

    static final List<TableColumn> IDENTITY = List.of(new TableColumn("identity", ColumnType.TEXT));

    private final Layout layout;
    private final Connection connection;

    LogWriter(Layout layout, Connection connection) {
        this.layout = layout;
        this.connection = connection;
    }

    void write(MutationPlan plan) throws SQLException {
        new Marks(layout).write(connection, plan.marks());
        if (!plan.resolved().isEmpty()) {
            resolve(plan.resolved());
        }
        if (!plan.rejections().isEmpty()) {
            reject(plan.rejections());
        }
        if (!plan.reached().isEmpty()) {
            reach(plan.reached());
        }
        if (!plan.audit().isEmpty()) {
            audit(plan.audit());
        }
    }

    private void resolve(List<String> identities) throws SQLException {
        try (Given gone = Given.of(
                connection,
                layout,
                IDENTITY,
                identities.stream()
                        .map(identity -> new @Nullable Object[] {identity})
                        .toList())) {
            gone.execute("DELETE FROM " + layout.quarantine + " AS x USING " + gone.table() + " AS s WHERE "
                    + same(IDENTITY));
        }
    }

    void reject(List<Rejection> rejections) throws SQLException {
        long number = lastNumber(layout.quarantine);
        List<@Nullable Object[]> rows = cells(layout.dialect, number, rejections);
        try (Given given = Given.of(connection, layout, QUARANTINE, rows)) {
            given.addMissing(layout.quarantine, same(IDENTITY));
        }
    }

    /** Returns the rows of rejections, one of each identity, numbered behind {@code number}. */
    static List<@Nullable Object[]> cells(Dialect dialect, long number, List<Rejection> rejections) {
        Map<String, @Nullable Object[]> rows = new LinkedHashMap<>();
        for (Rejection rejection : rejections) {
            rows.computeIfAbsent(rejection.identity(), identity -> cells(dialect, number + rows.size() + 1, rejection));
        }
        return List.copyOf(rows.values());
    }

    static @Nullable Object[] cells(Dialect dialect, long number, Rejection rejection) {
        Position at = rejection.position();
        return new @Nullable Object[] {
            number,
            rejection.identity(),
            rejection.reason().name(),
            dialect.printable(rejection.message()),
            at == null ? null : dialect.printable(at.source()),
            at == null ? null : (Object) (long) at.partition(),
            at == null ? null : (Object) at.offset(),
            ChangeText.of(rejection.change()),
            rejection.key() == null ? null : ValueText.of(rejection.key())
        };
    }

    void audit(List<AuditEntry> entries) throws SQLException {
        long number = lastNumber(layout.audit);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (AuditEntry entry : entries) {
            rows.add(cells(layout.dialect, ++number, entry));
        }
        layout.dialect.load(connection, layout.name(Layout.AUDIT), AUDIT, rows.iterator());
    }

    static @Nullable Object[] cells(Dialect dialect, long number, AuditEntry entry) {
        return new @Nullable Object[] {
            number,
            entry.event().name(),
            dialect.printable(entry.subject()),
            dialect.printable(entry.detail()),
            entry.at()
        };
    }

    long lastNumber(String table) throws SQLException {
        long[] last = {0};
        Rows.each(
                connection,
                "SELECT coalesce(max(" + layout.quote("number") + "), 0) FROM " + table,
                List.of(),
                row -> last[0] = row.getLong(1));
        return last[0];
    }

    private void reach(List<Position> reached) throws SQLException {
        List<@Nullable Object[]> rows = furthest(reached);
        String offset = layout.quote("offset");
        String same = same(POSITION.subList(0, 2));
        try (Given given = Given.of(connection, layout, POSITION, rows)) {
            given.execute("UPDATE " + layout.positions + " AS x SET " + offset + " = s." + offset + " FROM "
                    + given.table() + " AS s WHERE " + same + " AND s." + offset + " > x." + offset);
            given.addMissing(layout.positions, same);
        }
    }

    /** Returns the rows of the furthest position of each partition. */
    static List<@Nullable Object[]> furthest(List<Position> reached) {
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
        return rows;
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
