package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads all that is not the history of a key. Confined to one thread. */
final class TableReader {
    private final Layout layout;
    private final Connection connection;

    TableReader(Layout layout, Connection connection) {
        this.layout = layout;
        this.connection = connection;
    }

    /** Shows the versions in force at {@code t}, as known at {@code systemAt} or, if that is null, as believed last. */
    void asOf(Instant t, @Nullable Instant systemAt, Consumer<StoredVersion> visitor) throws SQLException {
        VersionRows versions = new VersionRows(layout);
        int width = layout.key.size();
        boolean past = systemAt != null && layout.dimension.isBitemporal();
        String known = past
                ? layout.of("v", layout.names.systemFrom()) + " <= " + layout.dialect.parameter(ColumnType.TIMESTAMP)
                        + " AND " + layout.end("v", layout.names.systemTo()) + " > "
                        + layout.dialect.parameter(ColumnType.TIMESTAMP)
                : layout.believed("v");
        List<Object> bound = new ArrayList<>(List.of(floored(t), floored(t)));
        if (past) {
            bound.addAll(List.of(floored(systemAt), floored(systemAt)));
        }
        try (Dialect.Streaming ignored = layout.dialect.streaming(connection)) {
            Rows.each(
                    connection,
                    "SELECT " + layout.readable("v", layout.key) + ", " + versions.columns("v") + " FROM "
                            + layout.versions + " AS v WHERE " + layout.inForce("v") + " AND " + known + " ORDER BY "
                            + layout.keyOrder("v"),
                    bound,
                    row -> visitor.accept(versions.read(row, width + 1, Cells.readKey(row, 1, layout.key))));
        }
    }

    private Object floored(Instant t) {
        return layout.dialect.bound(Instants.ofMicros(Instants.toMicros(t)));
    }

    List<Rejection> quarantine() throws SQLException {
        List<Rejection> rejections = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.list("x", LogWriter.QUARANTINE) + " FROM " + layout.quarantine + " AS x ORDER BY x."
                        + layout.quote("number"),
                List.of(),
                row -> rejections.add(rejection(row)));
        return rejections;
    }

    List<Rejection> quarantined(Set<Key> keys) throws SQLException {
        List<Rejection> rejections = new ArrayList<>();
        if (keys.isEmpty() || isEmpty(layout.quarantine)) {
            return rejections;
        }
        List<TableColumn> columns = List.of(new TableColumn("natural_key", ColumnType.TEXT));
        try (Given wanted = Given.of(
                        connection,
                        layout,
                        columns,
                        keys.stream()
                                .map(key -> new @Nullable Object[] {ValueText.of(key)})
                                .toList());
                Query query = wanted.query("SELECT " + layout.list("x", LogWriter.QUARANTINE)
                        + " FROM " + layout.quarantine + " AS x JOIN " + wanted.table()
                        + " AS s ON x.natural_key = s.natural_key")) {
            while (query.rows().next()) {
                rejections.add(rejection(query.rows()));
            }
        }
        return rejections;
    }

    private boolean isEmpty(String table) throws SQLException {
        boolean[] empty = {true};
        Rows.each(connection, "SELECT 1 FROM " + table + " LIMIT 1", List.of(), row -> empty[0] = false);
        return empty[0];
    }

    private Rejection rejection(ResultSet row) throws SQLException {
        String source = row.getString(5);
        Position position = source == null ? null : new Position(source, row.getInt(6), row.getLong(7));
        String key = row.getString(9);
        return new Rejection(
                Reason.valueOf(row.getString(3)),
                row.getString(4),
                ChangeText.parse(row.getString(8)).withPosition(position),
                key == null ? null : ValueText.key(key, layout.key),
                row.getString(2));
    }

    List<AuditEntry> audit() throws SQLException {
        List<AuditEntry> entries = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.readable("x", LogWriter.AUDIT) + " FROM " + layout.audit + " AS x ORDER BY x."
                        + layout.quote("number"),
                List.of(),
                row -> entries.add(new AuditEntry(
                        AuditEntry.Event.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5))));
        return entries;
    }

    Optional<Position> reached(String source, int partition) throws SQLException {
        List<Position> found = new ArrayList<>(1);
        Rows.each(
                connection,
                "SELECT x." + layout.quote("offset") + " FROM " + layout.positions + " AS x WHERE x."
                        + layout.quote("source") + " = ? AND x." + layout.quote("partition") + " = ?",
                List.of(source, (long) partition),
                row -> found.add(new Position(source, partition, row.getLong(1))));
        return found.stream().findFirst();
    }
}
