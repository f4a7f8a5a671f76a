package dev.scd2.sql;

import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.SnapshotMark;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the histories begin that a batch reads.
 *
 * <p>For each key that is the last instant before the touched one from which the evidence tells all: a complete statement
 * stands there; or one that says the same columns as every statement before it, so that the columns that it leaves unsaid
 * were never said; or everything was listed there, and no statement beside says less. A listing may have said columns
 * without a trace in the evidence, so behind one the second does not hold. A key with a correction or an erasure is read
 * whole, and a history that would lose nothing is not shortened at a statement that is not complete. Immutable.
 */
final class Windows {
    private final Layout layout;
    private final List<SnapshotMark> listings;

    /** Takes the listings and truncates that are remembered. */
    Windows(Layout layout, List<SnapshotMark> marks) {
        this.layout = layout;
        this.listings = marks.stream()
                .filter(mark -> mark.kind() == SnapshotMark.Kind.LISTING)
                .toList();
    }

    /** Returns whether a history may begin anywhere but at its beginning. */
    boolean arePossible() {
        return layout.dimension.tracksEverything() && layout.dimension.systemTime() != SystemTime.SOURCE;
    }

    /**
     * Returns the instants, epoch microseconds, of listings of everything that said every kept column. Where deletes are
     * ignored there are none: a listing says nothing of a key that it lacks.
     */
    TreeSet<Long> completeListings() {
        Set<String> kept = layout.attributes.stream().map(TableColumn::name).collect(Collectors.toSet());
        return listings.stream()
                .filter(mark -> layout.dimension.deletePolicy() != DeletePolicy.IGNORE
                        && mark.scope().isEmpty()
                        && mark.said().containsAll(kept))
                .map(SnapshotMark::at)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the query of the given keys, each with the instant at which its history begins, or null. */
    String query(String keys) {
        return "WITH g AS (" + groups(keys) + "), w AS (SELECT _n, max(hi) AS _since FROM (" + complete()
                + " UNION ALL " + sameColumns() + " UNION ALL " + listed(keys)
                + ") AS s WHERE _n NOT IN (SELECT _n FROM g WHERE corrections > 0) GROUP BY _n) SELECT k._n, "
                + layout.list("k", layout.key) + ", w._since FROM " + keys
                + " AS k LEFT JOIN w ON w._n = k._n";
    }

    /** The evidence of each key by the columns said, with the first and the last instant before the touched one. */
    private String groups(String keys) {
        String before = "(CASE WHEN e._valid_from < k._at THEN e._valid_from END)";
        return "SELECT k._n, e._said, e._is_complete, e._kind = 'UNLISTED' AS unlisted, min" + before
                + " AS lo, max" + before + " AS hi, count(CASE WHEN e._kind" + EvidenceRows.CORRECTING
                + " THEN 1 END) AS corrections, count(CASE WHEN e._kind = 'VALUES'"
                + " AND NOT e._is_complete AND e._valid_from = k._listed THEN 1 END) AS beside FROM " + keys
                + " AS k JOIN " + layout.evidence + " AS e ON " + layout.sameKey("e", "k")
                + " GROUP BY k._n, e._said, e._is_complete, e._kind = 'UNLISTED'";
    }

    private static String complete() {
        return "SELECT _n, hi FROM g WHERE _is_complete AND hi IS NOT NULL";
    }

    private String sameColumns() {
        long first = listings.stream().mapToLong(SnapshotMark::at).min().orElse(Long.MAX_VALUE);
        String unlisted = first == Long.MAX_VALUE ? "" : " AND " + layout.dialect.epochMicros("a.hi") + " < " + first;
        return "SELECT a._n, a.hi FROM g AS a WHERE NOT a._is_complete AND NOT a.unlisted AND a.lo < a.hi" + unlisted
                + " AND NOT EXISTS (SELECT 1 FROM g AS o WHERE o._n = a._n AND NOT o.unlisted"
                + " AND o._said IS DISTINCT FROM a._said AND o.lo <= a.hi)";
    }

    private static String listed(String keys) {
        return "SELECT _n, _listed FROM " + keys
                + " WHERE _listed IS NOT NULL AND _n NOT IN (SELECT _n FROM g WHERE beside > 0)";
    }
}
