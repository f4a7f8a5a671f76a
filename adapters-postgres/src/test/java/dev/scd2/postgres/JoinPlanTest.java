package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.fact.JoinRule;
import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the planner makes of the join, on tables that are analysed and large enough for it to have a reason. They have the
 * indexes of a store's table: by key and start, and that of the constraint, which is on the key too.
 */
class JoinPlanTest {
    private static final String BY_KEY_AND_START = "by_key_and_start";
    private static final String BY_START = BY_KEY_AND_START + "_deep";

    private static final TestPostgres POSTGRES = TestPostgres.database();
    private static Connection connection;

    /** A scan of the table of versions. */
    private record Scan(
            String node,
            @Nullable String index,
            @Nullable String condition,
            @Nullable String direction) {
        boolean seeksByKeyAndStart() {
            return index != null
                    && index.startsWith(BY_KEY_AND_START)
                    && condition != null
                    && condition.contains("member_id = ")
                    && condition.contains("valid_from ");
        }

        boolean readsTheFirstStart() {
            return BY_KEY_AND_START.equals(index)
                    && condition != null
                    && condition.contains("member_id = ")
                    && "Forward".equals(direction);
        }
    }

    @BeforeAll
    static void fill() throws SQLException {
        connection = POSTGRES.dataSource().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS btree_gist");
            versions(statement, "member", BY_KEY_AND_START, 20_000, 5);
            versions(statement, "device", BY_START, 50, 2_000);
            facts(statement, "few", 200);
            facts(statement, "many", 100_000);
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
    }

    private static void versions(Statement statement, String table, String index, int keys, int versions)
            throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE " + table + " AS SELECT k * " + versions + " + v AS surrogate_key,"
                + " k AS member_id, start + make_interval(hours => v * 24) AS valid_from,"
                + " start + make_interval(hours => v * 24 + 20) AS valid_to"
                + " FROM (SELECT TIMESTAMPTZ '2020-01-01 00:00:00Z' AS start) AS s,"
                + " generate_series(1, " + keys + ") AS keys (k), generate_series(0, " + (versions - 1)
                + ") AS numbers (v) ORDER BY v, k");
        statement.execute("CREATE UNIQUE INDEX " + index + " ON " + table + " (member_id, valid_from)");
        statement.execute("CREATE INDEX ON " + table + " USING gist (member_id, tstzrange(valid_from, valid_to))");
        statement.execute("VACUUM ANALYZE " + table);
    }

    private static void facts(Statement statement, String table, int facts) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE " + table + " AS SELECT n AS fact_id, n * 97 % 20100 AS member_id,"
                + " n * 31 % 51 AS device_id,"
                + " TIMESTAMPTZ '2019-12-31 00:00:00Z' + make_interval(mins => n * 7919 % 10000) AS served_at"
                + " FROM generate_series(1, " + facts + ") AS numbers (n)");
        statement.execute("VACUUM ANALYZE " + table);
    }

    static Stream<Lookup> lookupsOfFewFacts() {
        Lookup few = member().sized(200, 100_000, 20_000);
        return Stream.of(
                few,
                few.by(JoinRule.backward().strictly()),
                few.by(JoinRule.backward().within(Duration.ofHours(3))),
                few.by(JoinRule.forward()),
                few.by(JoinRule.forward().strictly()),
                few.by(JoinRule.nearest()),
                few.by(JoinRule.nearest().strictly()));
    }

    @ParameterizedTest
    @MethodSource("lookupsOfFewFacts")
    void fewFactsAreSoughtByKeyAndStartWhateverTheRule(Lookup lookup) throws SQLException {
        assertThat(scans("few", lookup)).isNotEmpty().allMatch(Scan::seeksByKeyAndStart);
    }

    @Test
    void fewFactsAreSoughtByKeyAndStartAlsoWhereItIsNotKnownThatTheyAreFew() throws SQLException {
        List<Scan> scans = scans("few", member());

        assertThat(scans).hasSize(2);
        assertThat(scans.get(0).seeksByKeyAndStart()).isTrue();
        assertThat(scans.get(1).readsTheFirstStart()).isTrue();
    }

    @Test
    void backwardReadsTheIndexBackwardAndForwardForward() throws SQLException {
        Lookup few = member().sized(200, 100_000, 20_000);
        assertThat(scans("few", few).get(0).direction()).isEqualTo("Backward");
        assertThat(scans("few", few.by(JoinRule.backward().strictly())).get(0).direction())
                .isEqualTo("Backward");
        assertThat(scans("few", few.by(JoinRule.forward())).get(0).direction()).isEqualTo("Forward");
    }

    @Test
    void manyFactsAmongKeysWithThousandsOfVersionsAreSoughtToo() throws SQLException {
        Lookup deep =
                Lookup.in(versions("device")).key("device_id", "member_id").at("served_at");

        assertThat(scans("many", deep.sized(100_000, 100_000, 50))).isNotEmpty().allMatch(Scan::seeksByKeyAndStart);
    }

    @Test
    void manyFactsAreHashedAndTheirMissesSoughtByKeyAndStart() throws SQLException {
        List<Scan> scans = scans("many", member().sized(100_000, 100_000, 20_000));

        assertThat(scans).hasSize(2);
        assertThat(scans.get(0)).isEqualTo(new Scan("Seq Scan", null, null, null));
        assertThat(scans.get(1).readsTheFirstStart()).isTrue();
    }

    private static Versions versions(String table) {
        return Versions.table(table)
                .named("pg_temp", table)
                .key("member_id")
                .validity("valid_from", "valid_to")
                .openEnd(OpenEnd.SENTINEL)
                .surrogate("surrogate_key");
    }

    private static Lookup member() {
        return Lookup.in(versions("member")).key("member_id", "member_id").at("served_at");
    }

    /** Returns the scans of the plan that read versions, in its order. */
    private static List<Scan> scans(String facts, Lookup lookup) throws SQLException {
        String sql = AsOfJoin.of("SELECT * FROM " + facts, JoinDialect.POSTGRES)
                .lookup(lookup)
                .sql();
        List<Scan> scans = new ArrayList<>();
        try (PreparedStatement read = connection.prepareStatement("SELECT n ->> 'Node Type', n ->> 'Index Name',"
                + " n ->> 'Index Cond', n ->> 'Scan Direction' FROM jsonb_path_query(CAST(? AS JSONB),"
                + " 'strict $.** ? (@.type() == \"object\" && exists(@.\"Relation Name\"))') AS n"
                + " WHERE n ->> 'Relation Name' IN ('member', 'device')")) {
            read.setString(1, plan(sql));
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    scans.add(new Scan(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
                }
            }
        }
        return scans;
    }

    private static String plan(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
