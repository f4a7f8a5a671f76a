package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the histories of a batch's keys as {@link HistoryReader} does, by one statement over both tables: the keys travel in a
 * {@link StageTable}. Immutable.
 */
final class StageReader {
    private static final int FIRST = 5;

    private final Layout layout;
    private final Connection connection;
    private final StageTable stage;
    private final VersionRows versionRows;
    private final EvidenceRows evidenceRows;

    StageReader(Layout layout, Connection connection, StageTable stage) {
        this.layout = layout;
        this.connection = connection;
        this.stage = stage;
        this.versionRows = new VersionRows(layout);
        this.evidenceRows = new EvidenceRows(layout);
    }

    void read(Map<Key, Long> touched, List<SnapshotMark> marks, Consumer<KeyHistory> visitor) throws SQLException {
        Windows windows = new Windows(layout, marks);
        StageTable.Shape shape = stage.shape(StageTable.Op.KEY, Given.keyColumns(layout));
        stage.load(Given.keyRows(layout, touched, windows.completeListings()).stream()
                .map(shape::of)
                .iterator());
        GroupCursor.Reader<Long> place = row -> row.getLong(1);
        try (GroupCursor<Long> rows =
                GroupCursor.of(Query.of(connection, query(windows.arePossible() ? windows : null), List.of()), place)) {
            long n = 0;
            for (Key key : touched.keySet()) {
                visitor.accept(next(rows, n++, key));
            }
        }
    }

    private KeyHistory next(GroupCursor<Long> rows, Long n, Key key) throws SQLException {
        long[] since = {Long.MIN_VALUE};
        List<StoredVersion> versions = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        int ofEvidence = FIRST + versionRows.width();
        rows.drain(n, row -> {
            if (row.getInt(2) == 0) {
                versions.add(versionRows.read(row, FIRST, key));
                return;
            }
            since[0] = Cells.readMicros(row, 4, Long.MIN_VALUE);
            if (row.getString(ofEvidence) != null) {
                evidence.add(evidenceRows.read(row, ofEvidence, key));
            }
        });
        return HistoryReader.history(key, since[0], versions, evidence);
    }

    /** Returns the query of what is of a version (0) and of evidence (1): whose, which, from when, since when, both's columns. */
    private String query(@Nullable Windows windows) {
        boolean windowed = windows != null;
        String keys = "WITH k AS " + stage.rows(StageTable.Op.KEY)
                + (windowed ? ", touched AS (" + windows.query("k") + ")" : "");
        String from = windowed ? "touched" : "k";
        String inWindow = !windowed
                ? ""
                : " AND (k._since IS NULL OR (" + layout.end("x", layout.names.validTo()) + " >= k._since AND "
                        + layout.believed("x") + "))";
        String versions = "SELECT k._n AS n, 0 AS which, " + layout.of("x", layout.names.validFrom())
                + " AS starts, NULL AS since, " + versionRows.columns("x") + ", NULL".repeat(evidenceRows.width())
                + "\n  FROM " + from + " AS k JOIN " + layout.versions + " AS x ON " + layout.sameKey("x", "k")
                + inWindow;
        String evidence = "SELECT k._n, 1, NULL, " + (windowed ? layout.dialect.epochMicros("k._since") : "NULL")
                + ", " + "NULL, ".repeat(versionRows.width()) + evidenceRows.columns("x") + "\n  FROM " + from
                + " AS k" + (windowed ? " LEFT JOIN " : " JOIN ") + layout.evidence + " AS x ON "
                + layout.sameKey("x", "k")
                + (windowed
                        ? " AND (k._since IS NULL OR x._valid_from >= k._since)"
                                + "\n  WHERE x._kind IS NOT NULL OR k._since IS NOT NULL"
                        : "");
        return keys + "\n" + versions + "\nUNION ALL\n" + evidence + "\nORDER BY 1, 2, 3";
    }
}
