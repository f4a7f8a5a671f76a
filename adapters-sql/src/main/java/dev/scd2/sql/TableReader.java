package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads all that is not the history of a key. Immutable. */
final class TableReader {
    private final Layout layout;

    TableReader(Layout layout) {
        this.layout = layout;
    }

    List<Key> keysInForce(Connection connection, Instant t) throws SQLException {
        List<Key> keys = new ArrayList<>();
        query(
                connection,
                "SELECT " + layout.readable("v", layout.key) + inForce(),
                inForceAt(t),
                rows -> keys.add(Cells.readKey(rows, 1, layout.key)));
        return keys;
    }

    void asOf(Connection connection, Instant t, Consumer<StoredVersion> visitor) throws SQLException {
        VersionRows versions = new VersionRows(layout);
        int width = layout.key.size();
        query(
                connection,
                "SELECT " + layout.readable("v", layout.key) + ", " + versions.columns("v") + inForce() + " ORDER BY "
                        + layout.keyOrder("v"),
                inForceAt(t),
                rows -> visitor.accept(versions.read(rows, width + 1, Cells.readKey(rows, 1, layout.key))));
    }

    private String inForce() {
        return " FROM " + layout.versions + " AS v WHERE v." + layout.quote(layout.names.validFrom()) + " <= ? AND v."
                + layout.quote(layout.names.validTo()) + " > ? AND NOT v." + layout.quote(layout.names.deleted());
    }

    private static List<Object> inForceAt(Instant t) {
        Instant floored = Instants.ofMicros(Instants.toMicros(t));
        return List.of(floored, floored);
    }

    List<SnapshotMark> snapshots(Connection connection) throws SQLException {
        List<SnapshotMark> marks = new ArrayList<>();
        query(
                connection,
                "SELECT " + layout.readable("x", LogWriter.SNAPSHOT) + " FROM " + layout.snapshots + " AS x",
                List.of(),
                rows -> marks.add(new SnapshotMark(rows.getLong(1), Sequence.parse(rows.getString(2)))));
        return marks;
    }

    List<Rejection> quarantine(Connection connection) throws SQLException {
        List<Rejection> rejections = new ArrayList<>();
        query(
                connection,
                "SELECT " + layout.list("x", LogWriter.QUARANTINE) + " FROM " + layout.quarantine + " AS x ORDER BY x."
                        + layout.quote("number"),
                List.of(),
                rows -> {
                    String source = rows.getString(5);
                    rejections.add(new Rejection(
                            Reason.valueOf(rows.getString(3)),
                            rows.getString(4),
                            source == null ? null : new Position(source, rows.getInt(6), rows.getLong(7)),
                            rows.getString(8),
                            rows.getString(2)));
                });
        return rejections;
    }

    Optional<Position> reached(Connection connection, String source, int partition) throws SQLException {
        List<Position> found = new ArrayList<>(1);
        query(
                connection,
                "SELECT x." + layout.quote("offset") + " FROM " + layout.positions + " AS x WHERE x."
                        + layout.quote("source") + " = ? AND x." + layout.quote("partition") + " = ?",
                List.of(source, (long) partition),
                rows -> found.add(new Position(source, partition, rows.getLong(1))));
        return found.stream().findFirst();
    }

    private static void query(Connection connection, String sql, List<Object> bound, RowVisitor visitor)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(2_000);
            for (int i = 0; i < bound.size(); i++) {
                Cells.bind(statement, i + 1, bound.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(rows);
                }
            }
        }
    }

    private interface RowVisitor {
        void visit(ResultSet rows) throws SQLException;
    }
}
