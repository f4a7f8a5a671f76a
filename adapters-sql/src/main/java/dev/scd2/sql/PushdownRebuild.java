package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a history again from evidence as {@link History#rebuild} does, and lets only those keys travel that need it: the
 * database computes by window functions what the evidence of each key gives, and compares it with what is in the table.
 *
 * <p>Of a key with statements that the database does not judge (patches, corrections, erased values, a sequence of more than eight
 * parts) versions and evidence travel. They do of all keys where listings or truncates are remembered, or a horizon
 * was set. Confined to one thread.
 */
public final class PushdownRebuild {
    private static final int PARTS = 8;

    private final SqlStore store;
    private final Layout layout;

    private PushdownRebuild(SqlStore store) {
        this.store = store;
        this.layout = store.layout();
    }

    /**
     * Returns the rebuilding of {@code store}.
     *
     * @throws IllegalArgumentException if the dimension is one whose history the database cannot compute
     */
    public static PushdownRebuild of(SqlStore store) {
        PushdownLoad.requireComputable(store);
        return new PushdownRebuild(store);
    }

    /** Returns the keys of which the table does not hold what the evidence gives, as far as the database can tell. */
    public List<Key> differing() {
        return store.failures().call("compare the history with its evidence", () -> {
            try (Lease lease = store.lease()) {
                lease.begin();
                return differing(lease.connection());
            }
        });
    }

    /**
     * Makes the versions of those keys again.
     *
     * @return how many rows of versions were written or removed
     */
    public long run() {
        return History.of(store).rebuild(differing());
    }

    private List<Key> differing(Connection connection) throws SQLException {
        boolean isComputable = new Marks(layout).read(connection).isEmpty()
                && new Register(layout).state(connection).horizon() == Long.MIN_VALUE;
        List<Key> keys = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.readable("k", layout.key) + " FROM (" + (isComputable ? found() : held()) + ") AS k",
                List.of(),
                row -> keys.add(Cells.readKey(row, 1, layout.key)));
        return keys;
    }

    private String held() {
        return keysOf(layout.versions, "v") + "\nUNION " + keysOf(layout.evidence, "e");
    }

    private String keysOf(String table, String alias) {
        return "SELECT " + layout.list(alias, layout.key) + " FROM " + table + " AS " + alias;
    }

    /** Keys that are not judged here, and those of rows that are only on one side. */
    private String found() {
        List<TableColumn> columns = layout.versionColumns.subList(1, layout.versionColumns.size() - 1);
        VersionsSql made = new VersionsSql(layout, "(" + judged() + ")");
        String given = "SELECT " + String.join(", ", made.values()) + " FROM " + made.rows() + " AS b";
        String kept = "SELECT " + layout.list("v", columns) + " FROM " + layout.versions
                + " AS v WHERE NOT EXISTS (SELECT 1 FROM (" + unjudged() + ") AS u WHERE " + layout.sameKey("u", "v")
                + ")";
        return unjudged() + "\nUNION SELECT " + layout.list("x", layout.key) + " FROM (" + given + "\nEXCEPT " + kept
                + ") AS x\nUNION SELECT " + layout.list("y", layout.key) + " FROM (" + kept + "\nEXCEPT " + given
                + ") AS y";
    }

    private String unjudged() {
        return keysOf(layout.evidence, "e") + " WHERE e._kind NOT IN ('VALUES', 'DELETE')"
                + " OR (e._kind = 'VALUES' AND e._said IS NOT NULL) OR NOT e._is_complete OR length(e._sequence) - length(replace(e._sequence, '.', '')) >= "
                + PARTS;
    }

    private String judged() {
        return "SELECT " + layout.list("e", Layout.concat(layout.key, layout.attributes))
                + ", e._kind, e._valid_from, row_number() OVER (PARTITION BY " + layout.list("e", layout.key)
                + " ORDER BY e._valid_from, "
                + IntStream.rangeClosed(1, PARTS)
                        .mapToObj(part -> "CAST(nullif(split_part(e._sequence, '.', " + part + "), '') AS "
                                + layout.dialect.typeName(ColumnType.LONG) + ") NULLS FIRST")
                        .collect(Collectors.joining(", "))
                + ") AS _n FROM " + layout.evidence + " AS e WHERE NOT EXISTS (SELECT 1 FROM (" + unjudged()
                + ") AS u WHERE " + layout.sameKey("u", "e") + ")";
    }
}
