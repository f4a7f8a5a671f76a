package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads histories: two ordered cursors, one over versions and one over evidence, merged while they stream. Immutable. */
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
            terms.add("x." + layout.quote(column.name()) + " = ?");
        }
        List<KeyHistory> found = new ArrayList<>(1);
        byKey(connection, " WHERE " + String.join(" AND ", terms), key.parts(), found::add);
        return found.isEmpty() ? KeyHistory.empty(key) : found.get(0);
    }

    private void byKey(Connection connection, String where, List<Object> bound, Consumer<KeyHistory> visitor)
            throws SQLException {
        int width = layout.key.size();
        String key = layout.readable("x", layout.key);
        String versions = "SELECT " + key + ", " + versionRows.columns("x") + " FROM " + layout.versions + " AS x"
                + where + " ORDER BY " + layout.keyOrder("x") + ", x." + layout.quote(layout.names.validFrom());
        String evidence = "SELECT " + key + ", " + evidenceRows.columns("x") + " FROM " + layout.evidence + " AS x"
                + where + " ORDER BY " + layout.keyOrder("x");
        GroupCursor.Reader<Key> keyReader = rows -> Cells.readKey(rows, 1, layout.key);
        try (GroupCursor<Key> left = cursor(connection, versions, bound, keyReader);
                GroupCursor<Key> right = cursor(connection, evidence, bound, keyReader)) {
            for (Key next = least(left.ahead(), right.ahead());
                    next != null;
                    next = least(left.ahead(), right.ahead())) {
                Key group = next;
                List<StoredVersion> ofVersions = new ArrayList<>();
                List<Evidence> ofEvidence = new ArrayList<>();
                left.drain(group, rows -> versionRows.read(rows, width + 1, group), ofVersions);
                right.drain(group, rows -> evidenceRows.read(rows, width + 1, group), ofEvidence);
                visitor.accept(new KeyHistory(group, Long.MIN_VALUE, ofVersions, ofEvidence));
            }
        }
    }

    /** Shows each of the keys once, as {@link dev.scd2.store.StoreTransaction#read} promises. */
    void read(Connection connection, Map<Key, Long> touched, Consumer<KeyHistory> visitor) throws SQLException {
        if (touched.isEmpty()) {
            return;
        }
        try (Staging keys = Staging.ofKeys(connection, layout, touched)) {
            if (!layout.dimension.tracksEverything()) {
                read(connection, touched, keys, Reach.EVERYTHING, visitor);
                return;
            }
            String windows = windows(keys);
            try (Staging windowed = Staging.ofQuery(connection, layout, windows)) {
                read(connection, touched, windowed, Reach.WINDOW, visitor);
            }
        }
    }

    /**
     * For each key, the last instant before the touched one from which the evidence tells all: a complete statement
     * stands there, or one that says the same columns as every statement before it, so that the columns that it leaves
     * unsaid were never said. A history that would lose nothing is not shortened.
     */
    private String windows(Staging keys) {
        String groups = "SELECT k._n, e._said, e._is_complete, min(e._valid_from) AS lo, max(e._valid_from) AS hi FROM "
                + keys.table() + " AS k JOIN " + layout.evidence + " AS e ON " + layout.sameKey("e", "k")
                + " AND e._valid_from < k._at GROUP BY k._n, e._said, e._is_complete";
        String starts = "SELECT _n, hi FROM g WHERE _is_complete UNION ALL SELECT a._n, a.hi FROM g AS a"
                + " WHERE NOT a._is_complete AND a.lo < a.hi AND NOT EXISTS (SELECT 1 FROM g AS o WHERE o._n = a._n"
                + " AND o._said IS DISTINCT FROM a._said AND o.lo <= a.hi)";
        return "WITH g AS (" + groups + "), w AS (SELECT _n, max(hi) AS _since FROM (" + starts + ") AS s GROUP BY _n)"
                + " SELECT k._n, " + layout.list("k", layout.key) + ", w._since FROM " + keys.table()
                + " AS k LEFT JOIN w ON w._n = k._n";
    }

    private void read(
            Connection connection, Map<Key, Long> touched, Staging keys, Reach reach, Consumer<KeyHistory> visitor)
            throws SQLException {
        boolean windowed = reach == Reach.WINDOW;
        String sinceMicros = windowed ? layout.dialect.epochMicros("k._since") : "CAST(NULL AS BIGINT)";
        String versions = "SELECT k._n, " + versionRows.columns("x") + " FROM " + layout.versions + " AS x JOIN "
                + keys.table() + " AS k ON " + layout.sameKey("x", "k")
                + (windowed
                        ? " AND (k._since IS NULL OR x." + layout.quote(layout.names.validTo()) + " >= k._since)"
                        : "")
                + " ORDER BY k._n, x." + layout.quote(layout.names.validFrom());
        String evidence = "SELECT k._n, " + sinceMicros + ", " + evidenceRows.columns("x") + " FROM " + layout.evidence
                + " AS x JOIN " + keys.table() + " AS k ON " + layout.sameKey("x", "k")
                + (windowed ? " AND (k._since IS NULL OR x._valid_from >= k._since)" : "") + " ORDER BY k._n";
        GroupCursor.Reader<Long> place = rows -> rows.getLong(1);
        try (GroupCursor<Long> left = cursor(connection, versions, List.of(), place);
                GroupCursor<Long> right = cursor(connection, evidence, List.of(), place)) {
            long n = 0;
            for (Key key : touched.keySet()) {
                Long group = n++;
                long[] from = {Long.MIN_VALUE};
                List<StoredVersion> ofVersions = new ArrayList<>();
                List<Evidence> ofEvidence = new ArrayList<>();
                left.drain(group, rows -> versionRows.read(rows, 2, key), ofVersions);
                right.drain(
                        group,
                        rows -> {
                            from[0] = Cells.readMicros(rows, 2, Long.MIN_VALUE);
                            return evidenceRows.read(rows, 3, key);
                        },
                        ofEvidence);
                visitor.accept(new KeyHistory(key, from[0], ofVersions, ofEvidence));
            }
        }
    }

    static <G> GroupCursor<G> cursor(Connection connection, String sql, List<Object> bound, GroupCursor.Reader<G> group)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < bound.size(); i++) {
                Cells.bind(statement, i + 1, bound.get(i));
            }
            return new GroupCursor<>(statement, group);
        } catch (SQLException | RuntimeException failure) {
            try (statement) {
                throw failure;
            }
        }
    }

    private enum Reach {
        EVERYTHING,
        WINDOW
    }

    private static @Nullable Key least(@Nullable Key a, @Nullable Key b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }
}
