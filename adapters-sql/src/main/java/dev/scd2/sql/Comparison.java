package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.Evidence;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a listing with the versions in force, in the database: what is listed is staged while it is taken, one join of
 * it with the versions and one with the evidence that could matter tell what differs, and only that travels. Confined to
 * one thread.
 */
final class Comparison {
    private final Layout layout;
    private final Connection connection;
    private final EvidenceRows evidence;
    private final SnapshotMark mark;
    private final Listed staging;
    private final Object at;
    private final String isListed;
    private final Set<Key> differing = new HashSet<>();
    private final Set<Key> missing = new HashSet<>();

    /** Makes a table of what is listed. */
    interface Listed {
        /** Stages rows; the table goes when that is closed. */
        StagedRows of(List<TableColumn> columns, Iterator<@Nullable Object[]> rows) throws SQLException;
    }

    Comparison(Layout layout, Connection connection, SnapshotMark mark, Listed staging) {
        this.layout = layout;
        this.connection = connection;
        this.evidence = new EvidenceRows(layout);
        this.mark = mark;
        this.staging = staging;
        this.at = layout.dialect.bound(Instants.ofMicros(mark.at()));
        this.isListed = layout.of("s", layout.key.get(0).name()) + " IS NOT NULL";
    }

    Listing with(Iterator<Evidence> statements) throws SQLException {
        if (mark.kind() == SnapshotMark.Kind.SPAN_LISTING) {
            return new Listing(Set.of(), all(), inForce());
        }
        List<TableColumn> said = layout.attributes.stream()
                .filter(column -> mark.said().contains(column.name()))
                .toList();
        try (StagedRows listed = stage(statements, said)) {
            compareVersions(listed, said);
            compareEvidence(listed);
        }
        return new Listing(differing, List.copyOf(missing), inForce());
    }

    private StagedRows stage(Iterator<Evidence> statements, List<TableColumn> said) throws SQLException {
        int[] places = said.stream().mapToInt(layout.attributes::indexOf).toArray();
        return staging.of(Layout.concat(layout.key, said), new Iterator<@Nullable Object[]>() {
            @Override
            public boolean hasNext() {
                return statements.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                Evidence statement = statements.next();
                Object[] cells = new Object[layout.key.size() + places.length];
                int next = Cells.put(cells, 0, statement.key());
                for (int place : places) {
                    cells[next++] =
                            statement.row().isSaid(place) ? statement.row().value(place) : null;
                }
                return cells;
            }
        });
    }

    /** With the system time of the source a listing can be recorded before what hides a version now. */
    private void compareVersions(StagedRows listed, List<TableColumn> said) throws SQLException {
        boolean everBelieved = layout.dimension.systemTime() == SystemTime.SOURCE;
        List<TableColumn> columns = Layout.concat(layout.key, said);
        String shown = said.stream()
                .map(column -> " AND " + layout.of("s", column.name()) + " IS NOT DISTINCT FROM "
                        + layout.of("v", column.name()))
                .collect(Collectors.joining());
        keys(
                layout.key.stream()
                        .map(column -> "coalesce(" + layout.of("s", column.name()) + ", "
                                + layout.of("v", column.name()) + ") AS " + layout.quote(column.name()))
                        .collect(Collectors.joining(", ")),
                listed.table() + " AS s FULL JOIN (SELECT " + layout.list("v", columns) + " FROM " + layout.versions
                        + " AS v WHERE " + (everBelieved ? layout.inForce("v") : inForce("v")) + ") AS v ON "
                        + layout.sameKey("s", "v") + " WHERE NOT (" + isListed + " AND "
                        + layout.of("v", layout.key.get(0).name()) + " IS NOT NULL" + shown + ")",
                List.of(at, at));
    }

    private void compareEvidence(StagedRows listed) throws SQLException {
        keys(
                layout.list("e", layout.key),
                layout.evidence + " AS e LEFT JOIN " + listed.table() + " AS s ON " + layout.sameKey("s", "e")
                        + " WHERE (e._kind" + EvidenceRows.CORRECTING + " OR (" + evidence.beginsAt("e")
                        + ")) AND (" + isListed + " OR (" + evidence.beginsAt("e") + ") OR ("
                        + evidence.correctsAt("e") + "))",
                List.of(at, at, at, at));
    }

    /** Adds keys that are listed to those that differ, and the others to those that are missing. */
    private void keys(String key, String from, List<Object> bound) throws SQLException {
        Rows.each(
                connection,
                "SELECT c._listed, " + layout.readable("c", layout.key) + " FROM (SELECT " + isListed + " AS _listed, "
                        + key + " FROM " + from + ") AS c",
                bound,
                row -> (row.getBoolean(1) ? differing : missing).add(Cells.readKey(row, 2, layout.key)));
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
                                + (entry.getValue() == null
                                        ? " IS NULL"
                                        : " IS NOT DISTINCT FROM "
                                                + layout.dialect.parameter(layout.column(entry.getKey())
                                                        .type())))
                .collect(Collectors.joining());
    }

    private List<Object> scopeValues() {
        List<Object> values = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> entry : mark.scope().entrySet()) {
            if (entry.getValue() != null) {
                values.add(layout.dialect.bound(entry.getValue()));
            }
        }
        return values;
    }
}
