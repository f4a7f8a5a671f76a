package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.Evidence;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a listing with the versions in force, in the database: what is listed is staged once, and each question is one
 * join of it with the versions. What a listing repeats need not travel. Confined to one thread.
 */
final class Comparison {
    private final Layout layout;
    private final Connection connection;
    private final SnapshotMark mark;
    private final List<Evidence> statements;
    private final Instant at;

    Comparison(Layout layout, Connection connection, SnapshotMark mark, List<Evidence> statements) {
        this.layout = layout;
        this.connection = connection;
        this.mark = mark;
        this.statements = statements;
        this.at = Instants.ofMicros(mark.at());
    }

    Listing listing() throws SQLException {
        if (statements.isEmpty()) {
            return new Listing(Set.of(), missing(null), inForce());
        }
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_n", ColumnType.LONG));
        columns.addAll(layout.key);
        columns.add(new TableColumn(Layout.SAID, ColumnType.TEXT));
        columns.addAll(layout.attributes);
        long[] n = {0};
        try (Staging listed = Staging.of(
                connection,
                layout,
                columns,
                statements.stream()
                        .map(statement -> {
                            Object[] cells = new Object[columns.size()];
                            cells[0] = n[0]++;
                            int next = Cells.put(cells, 1, statement.key());
                            cells[next] = SaidMask.of(statement.row());
                            Cells.put(cells, next + 1, statement.row());
                            return cells;
                        })
                        .iterator())) {
            return new Listing(repeating(listed), missing(listed), inForce());
        }
    }

    /**
     * With the system time of the source even a repetition changes what was believed, and where not everything is tracked
     * even an old value can be the last that was said.
     */
    private Set<Key> repeating(Staging listed) throws SQLException {
        Set<Key> keys = new HashSet<>();
        if (!layout.dimension.tracksEverything() || layout.dimension.systemTime() == SystemTime.SOURCE) {
            return keys;
        }
        String sql = "SELECT s._n FROM " + listed.table() + " AS s JOIN " + layout.versions + " AS v ON "
                + layout.sameKey("v", "s") + " WHERE " + inForce("v") + shown() + scope("v")
                + " AND NOT EXISTS (SELECT 1 FROM " + layout.evidence + " AS e WHERE " + layout.sameKey("e", "s")
                + " AND (e._kind" + EvidenceRows.CORRECTING + " OR (" + EvidenceRows.atPlace("e") + ")))";
        List<Object> bound = new ArrayList<>(List.of(at, at));
        bound.addAll(scopeValues());
        bound.addAll(List.of(at, mark.sequence().toString()));
        Rows.each(
                connection,
                sql,
                bound,
                row -> keys.add(statements.get((int) row.getLong(1)).key()));
        return keys;
    }

    /** Where all statements say the same columns only those are compared, else the mask of each is asked. */
    private String shown() {
        Set<@Nullable String> masks = new HashSet<>();
        statements.forEach(statement -> masks.add(SaidMask.of(statement.row())));
        String mask = masks.size() == 1 ? masks.iterator().next() : null;
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < layout.attributes.size(); i++) {
            if (mask != null && mask.charAt(i) == '0') {
                continue;
            }
            String name = layout.attributes.get(i).name();
            String equal = layout.of("v", name) + " IS NOT DISTINCT FROM " + layout.of("s", name);
            sql.append(
                    masks.size() == 1
                            ? " AND " + equal
                            : " AND (" + equal + " OR substr(s._said, " + (i + 1) + ", 1) = '0')");
        }
        return sql.toString();
    }

    /** With the system time of the source a listing can be recorded before what hides a version now. */
    private List<Key> missing(@Nullable Staging listed) throws SQLException {
        if (mark.kind() == SnapshotMark.Kind.SPAN_LISTING) {
            return all();
        }
        String inForce = layout.dimension.systemTime() == SystemTime.SOURCE ? layout.inForce("v") : inForce("v");
        String sql = "SELECT " + layout.readable("v", layout.key) + " FROM " + layout.versions + " AS v WHERE "
                + inForce + unlisted("v", listed) + " UNION SELECT " + layout.readable("e", layout.key) + " FROM "
                + layout.evidence + " AS e WHERE ((" + EvidenceRows.atPlace("e") + ") OR ("
                + EvidenceRows.correctsAt("e") + "))" + unlisted("e", listed);
        List<Key> keys = new ArrayList<>();
        Rows.each(
                connection,
                sql,
                List.of(at, at, at, mark.sequence().toString(), at, at),
                row -> keys.add(Cells.readKey(row, 1, layout.key)));
        return keys;
    }

    private List<Key> all() throws SQLException {
        List<Key> keys = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.readable("v", layout.key) + " FROM " + layout.versions + " AS v UNION SELECT "
                        + layout.readable("e", layout.key) + " FROM " + layout.evidence + " AS e",
                List.of(),
                row -> keys.add(Cells.readKey(row, 1, layout.key)));
        return keys;
    }

    private String unlisted(String alias, @Nullable Staging listed) {
        return listed == null
                ? ""
                : " AND NOT EXISTS (SELECT 1 FROM " + listed.table() + " AS s WHERE " + layout.sameKey("s", alias)
                        + ")";
    }

    private long inForce() throws SQLException {
        long[] count = {0};
        List<Object> bound = new ArrayList<>(List.of(at, at));
        bound.addAll(scopeValues());
        Rows.each(
                connection,
                "SELECT count(*) FROM " + layout.versions + " AS v WHERE " + inForce("v") + scope("v"),
                bound,
                row -> count[0] = row.getLong(1));
        return count[0];
    }

    private String inForce(String alias) {
        return layout.inForce(alias) + " AND " + layout.believed(alias);
    }

    private String scope(String alias) {
        return mark.scope().entrySet().stream()
                .map(entry ->
                        " AND " + layout.of(alias, layout.column(entry.getKey()).name())
                                + (entry.getValue() == null ? " IS NULL" : " IS NOT DISTINCT FROM ?"))
                .collect(Collectors.joining());
    }

    private List<Object> scopeValues() {
        List<Object> values = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> entry : mark.scope().entrySet()) {
            if (entry.getValue() != null) {
                values.add(entry.getValue());
            }
        }
        return values;
    }
}
