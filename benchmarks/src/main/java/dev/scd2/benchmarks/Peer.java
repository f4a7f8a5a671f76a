package dev.scd2.benchmarks;

import dev.scd2.sql.ColumnNames;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQL that a careful engineer writes by hand for a table of versions, over sets and on the same database: close what
 * changed, insert it anew. It is right as long as nothing comes late. Works on a copy of our table, with the same columns
 * and indexes. Confined to one thread.
 */
final class Peer {
    private static final String OPEN = "TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'";

    private final Database database;
    private final ColumnNames names = ColumnNames.standard().of(Members.dimension());
    private final String schema;
    private final String ours;
    private final String table;

    private Peer(Database database, String schema) {
        this.database = database;
        this.schema = schema;
        this.ours = schema + ".member";
        this.table = schema + ".peer";
    }

    /** Copies the table of our store in {@code schema}. */
    static Peer of(Database database, String schema) throws SQLException {
        Peer peer = new Peer(database, schema);
        database.copy(peer.ours, peer.table);
        database.execute("CREATE SEQUENCE " + schema + ".peer_key START WITH 1000000000");
        return peer;
    }

    /**
     * Applies a full extract as it was at {@code at}: stages it, compares it by key with the open rows, closes and inserts;
     * this is what a dbt snapshot does.
     *
     * @return the milliseconds of staging, and of the rest
     */
    double[] snapshot(Path extract, Instant at, Missing missing) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String[] staged = new String[1];
            double staging = Times.millis(() -> staged[0] = database.stage(connection, extract));
            double rest = Times.millis(() -> {
                database.unbind(connection);
                compare(statement, staged[0], at, missing);
                connection.commit();
            });
            return new double[] {staging, rest};
        }
    }

    private void compare(Statement statement, String staged, Instant at, Missing missing) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE changed AS SELECT s.*, v." + names.surrogateKey() + " AS closes FROM "
                + staged + " AS s LEFT JOIN " + table + " AS v ON v.member_id = s.member_id AND v." + names.current()
                + " WHERE v.member_id IS NULL OR "
                + attributes(" OR ", name -> "s." + name + " IS DISTINCT FROM v." + name));
        if (missing == Missing.CLOSED) {
            statement.execute("UPDATE " + table + " AS v SET " + closed(at) + " WHERE v." + names.current()
                    + " AND NOT EXISTS (SELECT 1 FROM " + staged + " AS s WHERE s.member_id = v.member_id)");
        }
        statement.execute("UPDATE " + table + " AS v SET " + closed(at) + " FROM changed AS c WHERE v."
                + names.surrogateKey() + " = c.closes");
        statement.execute(insert(at) + " FROM changed AS c");
        statement.execute("DROP TABLE changed");
    }

    /** Applies rows that are known to be all that changed, in one transaction; returns the milliseconds. */
    double delta(List<Map<String, Object>> rows, Instant at) throws Exception {
        String values = rows.stream()
                .map(row -> row.values().stream()
                        .map(value -> value instanceof Long ? value.toString() : "'" + value + "'")
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        String changed = "(VALUES " + values + ") AS c(member_id, " + attributes(", ", name -> name) + ")";
        return Times.millis(() -> {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("UPDATE " + table + " AS v SET " + closed(at) + " FROM " + changed
                        + " WHERE v.member_id = c.member_id AND v." + names.current());
                statement.execute(insert(at) + " FROM " + changed);
                connection.commit();
            }
        });
    }

    private String closed(Instant at) {
        return names.validTo() + " = " + literal(at) + ", " + names.current() + " = FALSE";
    }

    private String insert(Instant at) {
        return "INSERT INTO " + table + " (" + names.surrogateKey() + ", member_id, " + attributes(", ", name -> name)
                + ", " + names.validFrom() + ", " + names.validTo() + ", " + names.current() + ", " + names.deleted()
                + ", " + names.attributeHash() + ", " + names.loadId() + ", " + names.createdAt() + ") SELECT nextval('"
                + schema + ".peer_key'), c.member_id, " + attributes(", ", name -> "c." + name) + ", " + literal(at)
                + ", " + OPEN + ", TRUE, FALSE, md5(concat_ws('|', " + attributes(", ", name -> "c." + name)
                + ")), '', current_timestamp";
    }

    private static String literal(Instant at) {
        return "TIMESTAMP WITH TIME ZONE '" + at.toString().replace('T', ' ').replace("Z", "+00") + "'";
    }

    private static String attributes(String between, UnaryOperator<String> term) {
        return IntStream.range(0, Members.ATTRIBUTES)
                .mapToObj(Members::attribute)
                .map(term)
                .collect(Collectors.joining(between));
    }

    /** Returns how many versions our table and the copy do not share: both must have come to the same. */
    long differences() throws SQLException {
        return Long.parseLong(database.one("SELECT count(*) FROM " + ours + " AS v FULL JOIN " + table
                + " AS p ON v.member_id = p.member_id AND v." + names.validFrom() + " = p." + names.validFrom()
                + " WHERE v.member_id IS NULL OR p.member_id IS NULL OR v." + names.validTo() + " <> p."
                + names.validTo() + " OR v." + names.current() + " <> p." + names.current() + " OR "
                + attributes(" OR ", name -> "v." + name + " IS DISTINCT FROM p." + name)));
    }

    /** What becomes of keys that an extract lacks. */
    enum Missing {
        /** Nothing, the standard of dbt. */
        KEPT,
        /** They end. */
        CLOSED
    }
}
