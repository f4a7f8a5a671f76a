package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads histories, versions and evidence of a key together, while the rows stream. Immutable. */
final class HistoryReader {
    private final Layout layout;
    private final VersionRows versionRows;
    private final EvidenceRows evidenceRows;

    HistoryReader(Layout layout) {
        this.layout = layout;
        this.versionRows = new VersionRows(layout);
        this.evidenceRows = new EvidenceRows(layout);
    }

    /** Shows every key. */
    void scan(Connection connection, Consumer<KeyHistory> visitor) throws SQLException {
        byKey(connection, "", List.of(), visitor);
    }

    /** Returns the history of one key. */
    KeyHistory history(Connection connection, Key key) throws SQLException {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : layout.key) {
            terms.add("x." + layout.quote(column.name()) + " = " + layout.dialect.parameter(column.type()));
        }
        List<KeyHistory> found = new ArrayList<>(1);
        List<Object> bound = key.parts().stream().map(layout.dialect::bound).toList();
        byKey(connection, " WHERE " + String.join(" AND ", terms), bound, found::add);
        return found.isEmpty() ? KeyHistory.empty(key) : found.get(0);
    }

    /** One query over both tables, since a driver may hand over but one result at a time without holding all of it. */
    private void byKey(Connection connection, String where, List<Object> bound, Consumer<KeyHistory> visitor)
            throws SQLException {
        int width = layout.key.size();
        int ofVersion = width + 3;
        int ofEvidence = ofVersion + versionRows.width();
        List<Object> twice = new ArrayList<>(bound);
        twice.addAll(bound);
        GroupCursor.Reader<Key> keyReader = rows -> Cells.readKey(rows, 3, layout.key);
        try (Dialect.Streaming ignored = layout.dialect.streaming(connection);
                GroupCursor<Key> rows = GroupCursor.of(Query.of(connection, both(where), twice), keyReader)) {
            for (Key next = rows.ahead(); next != null; next = rows.ahead()) {
                Key key = next;
                List<StoredVersion> versions = new ArrayList<>();
                List<Evidence> evidence = new ArrayList<>();
                rows.drain(key, row -> {
                    if (row.getInt(1) == 0) {
                        versions.add(versionRows.read(row, ofVersion, key));
                    } else {
                        evidence.add(evidenceRows.read(row, ofEvidence, key));
                    }
                });
                visitor.accept(history(key, Long.MIN_VALUE, versions, evidence));
            }
        }
    }

    /** Returns the query of what is of a version (0) and of evidence (1): which it is, where it begins, the key, both's columns. */
    private String both(String where) {
        List<String> parts = new ArrayList<>();
        for (TableColumn part : layout.key) {
            parts.add(Cells.readable(layout.dialect, layout.of("x", part.name()), part.type()) + " AS "
                    + layout.quote(part.name()));
        }
        String key = String.join(", ", parts) + ", ";
        String versions = "SELECT 0 AS _n, " + layout.of("x", layout.names.validFrom()) + " AS _at, " + key
                + versionRows.columns("x") + ", NULL".repeat(evidenceRows.width()) + " FROM " + layout.versions
                + " AS x" + where;
        String evidence = "SELECT 1, NULL, " + key + "NULL, ".repeat(versionRows.width()) + evidenceRows.columns("x")
                + " FROM " + layout.evidence + " AS x" + where;
        return "SELECT * FROM (" + versions + " UNION ALL " + evidence + ") AS x ORDER BY " + layout.keyOrder("x")
                + ", x._n, x._at";
    }

    static KeyHistory history(Key key, long since, List<StoredVersion> rows, List<Evidence> evidence) {
        List<StoredVersion> versions = new ArrayList<>(rows.size());
        List<StoredVersion> past = new ArrayList<>();
        rows.forEach(row -> (row.isBelieved() ? versions : past).add(row));
        return new KeyHistory(key, since, versions, past, evidence);
    }

    /**
     * Shows each of the keys once, as {@link dev.scd2.store.StoreTransaction#read} promises.
     *
     * @param marks the listings and truncates that are remembered
     */
    void read(Connection connection, Map<Key, Long> touched, List<SnapshotMark> marks, Consumer<KeyHistory> visitor)
            throws SQLException {
        if (touched.isEmpty()) {
            return;
        }
        Windows windows = new Windows(layout, marks);
        int most = layout.dialect.slice();
        if (touched.size() <= most) {
            read(connection, touched, windows, visitor);
            return;
        }
        Map<Key, Long> slice = new LinkedHashMap<>();
        Iterator<Map.Entry<Key, Long>> rest = new TreeMap<>(touched).entrySet().iterator();
        while (rest.hasNext()) {
            Map.Entry<Key, Long> next = rest.next();
            slice.put(next.getKey(), next.getValue());
            if (slice.size() == most || !rest.hasNext()) {
                read(connection, slice, windows, visitor);
                slice.clear();
            }
        }
    }

    private void read(Connection connection, Map<Key, Long> touched, Windows windows, Consumer<KeyHistory> visitor)
            throws SQLException {
        try (Given keys = Given.ofKeys(connection, layout, touched, windows.completeListings())) {
            if (!windows.arePossible()) {
                read(touched, keys, Reach.EVERYTHING, visitor);
                return;
            }
            try (Given windowed = keys.derived(windows.query(keys.table()))) {
                read(touched, windowed, Reach.WINDOW, visitor);
            }
        }
    }

    /** Of a key that is new nothing is read. */
    private void read(Map<Key, Long> touched, Given keys, Reach reach, Consumer<KeyHistory> visitor)
            throws SQLException {
        boolean windowed = reach == Reach.WINDOW;
        String sinceMicros = windowed ? layout.dialect.epochMicros("k._since") : "CAST(NULL AS BIGINT)";
        String inWindow = !windowed
                ? ""
                : " AND (k._since IS NULL OR (" + layout.end("x", layout.names.validTo()) + " >= k._since AND "
                        + layout.believed("x") + "))";
        String versions = "SELECT k._n, " + versionRows.columns("x") + " FROM "
                + touched(layout.versions, keys, inWindow) + " ORDER BY k._n, "
                + layout.of("x", layout.names.validFrom());
        String evidence = "SELECT k._n, " + sinceMicros + ", " + evidenceRows.columns("x") + " FROM " + keys.table()
                + " AS k" + (windowed ? " LEFT JOIN " : " JOIN ")
                + touchedEvidence(keys, windowed ? " AND (k._since IS NULL OR x._valid_from >= k._since)" : "")
                + (windowed ? " WHERE x._kind IS NOT NULL OR k._since IS NOT NULL" : "") + " ORDER BY k._n";
        GroupCursor.Reader<Long> place = rows -> rows.getLong(1);
        try (GroupCursor<Long> left = GroupCursor.of(keys.query(versions), place);
                GroupCursor<Long> right = GroupCursor.of(keys.query(evidence), place)) {
            long n = 0;
            for (Key key : touched.keySet()) {
                Long group = n++;
                long[] since = {Long.MIN_VALUE};
                List<StoredVersion> ofVersions = new ArrayList<>();
                List<Evidence> ofEvidence = new ArrayList<>();
                left.drain(group, rows -> ofVersions.add(versionRows.read(rows, 2, key)));
                right.drain(group, rows -> {
                    since[0] = Cells.readMicros(rows, 2, Long.MIN_VALUE);
                    if (rows.getString(3) != null) {
                        ofEvidence.add(evidenceRows.read(rows, 3, key));
                    }
                });
                visitor.accept(history(key, since[0], ofVersions, ofEvidence));
            }
        }
    }

    /** Returns, as what stands behind FROM, the rows {@code x} of a table that have a key {@code k} of those given. */
    private String touched(String table, Given keys, String also) {
        String direct = table + " AS x JOIN " + keys.table() + " AS k ON " + layout.sameKey("x", "k") + also;
        if (!layout.dialect.findsRowsFirst()) {
            return direct;
        }
        String rowId = "x." + layout.dialect.rowId();
        return table + " AS x JOIN (WITH found AS MATERIALIZED (SELECT k._n, " + rowId + " AS _row FROM " + direct
                + ") SELECT * FROM found) AS k ON " + rowId + " = k._row";
    }

    /** Returns, as what stands behind JOIN, the evidence {@code x} of keys {@code k} that stand before it. */
    private String touchedEvidence(Given keys, String also) {
        return layout.dialect.findsRowsFirst()
                ? "(SELECT k._n AS _touched, x.* FROM " + touched(layout.evidence, keys, also)
                        + ") AS x ON x._touched = k._n"
                : layout.evidence + " AS x ON " + layout.sameKey("x", "k") + also;
    }

    private enum Reach {
        EVERYTHING,
        WINDOW
    }
}
