package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.StoreException;
import dev.scd2.sql.Adopted;
import dev.scd2.sql.Adoption;
import dev.scd2.sql.AdoptionReport;
import dev.scd2.sql.Finding;
import dev.scd2.sql.Finding.Kind;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Rejection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdoptionTest {
    private static final Dimension SNAPSHOT = Dimension.named("member_snapshot")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    private static final TestPostgres POSTGRES = TestPostgres.database();
    private static int schemas;

    private String schema;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        schema = "adopt_" + ++schemas;
        connection = POSTGRES.dataSource().getConnection();
        execute("CREATE SCHEMA " + schema);
        execute("SET search_path = " + schema);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** A null key gets a new row in every run; a member that comes back with an old time overlaps itself. */
    private void snapshotOfThreeRuns() throws SQLException {
        DbtSnapshot dbt = new DbtSnapshot(connection);
        dbt.run(
                "2026-01-05",
                "'M1', 'gold', '2026-01-01'",
                "'M2', 'silver', '2026-01-01'",
                "NULL, 'bronze', '2026-01-01'");
        dbt.run(
                "2026-02-10",
                "'M1', 'platinum', '2026-02-09'",
                "'M3', 'basic', '2026-02-01'",
                "NULL, 'bronze', '2026-01-01'");
        dbt.run(
                "2026-04-02",
                "'M1', 'platinum', '2026-02-09'",
                "'M2', 'gold', '2026-02-05'",
                "'M3', 'basic', '2026-04-01'");
    }

    @Test
    void aDbtSnapshotIsReportedAdoptedVerifiedAndCarriedOn() throws SQLException {
        snapshotOfThreeRuns();
        String goldId = text("SELECT dbt_scd_id FROM member_snapshot WHERE member_id = 'M1' AND plan = 'gold'");
        StoreOptions dbt = StoreOptions.dbt().withSchema(schema);

        AdoptionReport report = adoption(SNAPSHOT, dbt).report();
        assertThat(report.counts()).isEqualTo(Map.of(Kind.NULL_KEY, 2L, Kind.OVERLAP, 1L, Kind.EQUAL_NEIGHBOURS, 1L));
        Finding overlap = report.findings().stream()
                .filter(finding -> finding.kind() == Kind.OVERLAP)
                .findFirst()
                .orElseThrow();
        assertThat(overlap.from()).isEqualTo(at("2026-02-05"));

        Adopted adopted = adoption(SNAPSHOT, dbt).carryOn();

        assertThat(adopted.report()).isEqualTo(report);
        assertThat(adopted.quarantined()).isEqualTo(2);
        History history = history(SNAPSHOT, dbt);
        assertThat(said(history, "M1")).containsExactly("gold 2026-01-01/2026-02-09", "platinum 2026-02-09/open");
        assertThat(said(history, "M2")).containsExactly("silver 2026-01-01/2026-02-05", "gold 2026-02-05/open");
        assertThat(said(history, "M3")).containsExactly("basic 2026-02-01/open");
        assertThat(Verification.of(history.store()).violations().values()).containsOnly(0L);
        assertThat(list("SELECT dbt_valid_to FROM member_snapshot WHERE scd2_is_current"))
                .containsOnly("null");
        assertThat(history.store().audit()).extracting(AuditEntry::event).containsExactly(AuditEntry.Event.ADOPT);

        Batch later = Batch.of(
                Observation.of(Map.of("member_id", "M1", "plan", "bronze"), at("2026-01-20"), Sequence.of(7)),
                Observation.of(Map.of("member_id", "M4", "plan", "gold"), at("2026-05-01"), Sequence.of(8)),
                Delete.of(Map.of("member_id", "M3"), at("2026-06-01"), Sequence.of(9)));
        history.apply(later);

        assertThat(said(history, "M1"))
                .containsExactly(
                        "gold 2026-01-01/2026-01-20", "bronze 2026-01-20/2026-02-09", "platinum 2026-02-09/open");
        assertThat(said(history, "M3")).containsExactly("basic 2026-02-01/2026-06-01");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
        assertThat(text("SELECT dbt_scd_id FROM member_snapshot WHERE member_id = 'M1' AND plan = 'gold'"))
                .isEqualTo(goldId);
        assertThat(history.apply(later).plan().mutations()).isEmpty();

        List<Rejection> rejections = history.store().quarantine();
        assertThat(rejections.get(0).change().fields()).containsKeys("dbt_scd_id", "updated_at");
        history.release(
                List.of(rejections.get(0).identity()),
                change -> change.withFields(Map.of("member_id", "M9", "plan", "bronze")));
        assertThat(said(history, "M9")).containsExactly("bronze 2026-01-01/open");
    }

    @Test
    void factsAreJoinedWithATableWhoseOpenEndsAreNull() throws SQLException {
        snapshotOfThreeRuns();
        StoreOptions dbt = StoreOptions.dbt().withSchema(schema);
        adoption(SNAPSHOT, dbt).carryOn();
        String facts = "SELECT * FROM (VALUES ('M1', TIMESTAMPTZ '2026-01-15 00:00:00Z'),"
                + " ('M1', TIMESTAMPTZ '2030-01-01 00:00:00Z')) AS f (m, t)";

        String sql = AsOfJoin.of(facts, JoinDialect.POSTGRES)
                .lookup(Lookup.in(Versions.of(SNAPSHOT, dbt))
                        .as("member")
                        .key("m", "member_id")
                        .at("t")
                        .columns("plan"))
                .sql();
        assertThat(list("SELECT member_outcome, member_plan FROM (" + sql + ") AS j ORDER BY t"))
                .containsExactly("MATCHED|gold", "MATCHED|platinum");
    }

    @Test
    void aKimballTableWithAPrimaryKeyAndInfiniteEndsIsAdopted() throws SQLException {
        execute("CREATE TABLE member (member_sk BIGSERIAL PRIMARY KEY, member_id VARCHAR, plan TEXT, region TEXT,"
                + " validity_start_ts TIMESTAMPTZ NOT NULL, validity_end_ts TIMESTAMPTZ NOT NULL, current_flag BOOLEAN"
                + " NOT NULL, attr_hash TEXT, load_id TEXT, created_at TIMESTAMP)");
        execute(
                "INSERT INTO member VALUES"
                        + " (-1, 'UNKNOWN', NULL, 'x', '1900-01-01 00:00Z', '9999-12-31 00:00Z', true, 'h', 'l0', '2020-01-01'),"
                        + " (11, 'M1', 'gold', 'east', '2026-01-01 00:00Z', '2026-02-01 00:00Z', false, 'h', 'l1', '2026-01-01'),"
                        + " (12, 'M1', 'silver', 'west', '2026-02-01 00:00Z', 'infinity', true, 'h', 'l2', '2026-02-01'),"
                        + " (13, 'M2', 'gold', 'east', '2026-01-01 00:00Z', '2026-03-01 00:00Z', true, NULL, 'l2', '2026-02-01'),"
                        + " (14, 'M2', 'iron', 'east', '2026-03-01 00:00Z', '2026-03-01 00:00Z', false, NULL, 'l2', '2026-02-01')");
        StoreOptions kimball = StoreOptions.kimball().withSchema(schema);

        Adopted adopted = adoption(MEMBER, kimball).carryOn();

        assertThat(adopted.report().counts())
                .isEqualTo(Map.of(Kind.WRONG_HASH, 4L, Kind.WRONG_CURRENT, 1L, Kind.EMPTY_INTERVAL, 1L));
        assertThat(adopted.restatements()).isEmpty();
        History history = history(MEMBER, kimball);
        history.apply(Batch.of(
                Observation.of(Map.of("member_id", "M1", "plan", "bronze"), at("2026-01-10"), Sequence.of(1)),
                Observation.of(Map.of("member_id", "M2", "plan", "gold"), at("2026-05-01"), Sequence.of(2))));
        assertThat(list("SELECT member_sk, member_id, plan, region, load_id FROM member"
                        + " ORDER BY member_id, validity_start_ts"))
                .containsExactly(
                        "11|M1|gold|east|l1",
                        "14|M1|bronze|null|",
                        "12|M1|silver|west|l2",
                        "13|M2|gold|east|l2",
                        "15|M2|gold|null|",
                        "-1|UNKNOWN|null|x|l0");
        assertThat(list("SELECT isfinite(validity_end_ts) FROM member")).containsOnly("t");
        assertThat(Verification.of(history.store()).violations().values()).containsOnly(0L);
    }

    @Test
    void aTableWithTwoOpenRowsAndSharedSurrogatesIsAdopted() throws SQLException {
        execute("CREATE TABLE member (member_sk BIGINT, member_id TEXT, plan TEXT,"
                + " validity_start_ts TIMESTAMPTZ, validity_end_ts TIMESTAMPTZ)");
        execute("INSERT INTO member VALUES (7, 'M1', 'gold', '2026-01-01 00:00Z', NULL),"
                + " (7, 'M1', 'silver', '2026-02-01 00:00Z', NULL), (NULL, 'M1', 'iron', '2026-02-01 00:00Z', NULL),"
                + " (8, 'M1', 'late', '2026-03-01 00:00Z', '2026-02-01 00:00Z'),"
                + " (9, 'M2', 'lost', NULL, NULL)");
        StoreOptions kimball = StoreOptions.kimball().withSchema(schema);

        Adopted adopted = adoption(MEMBER, kimball).carryOn();

        assertThat(adopted.report().counts())
                .isEqualTo(Map.of(
                        Kind.OVERLAP,
                        1L,
                        Kind.SAME_START,
                        1L,
                        Kind.TWO_OPEN,
                        2L,
                        Kind.DUPLICATE_SURROGATE,
                        1L,
                        Kind.NULL_SURROGATE,
                        1L,
                        Kind.INVERTED_INTERVAL,
                        1L,
                        Kind.NULL_START,
                        1L));
        History history = history(MEMBER, kimball);
        assertThat(history.store().quarantine())
                .extracting(Rejection::reason)
                .containsExactlyInAnyOrder(Reason.CONFLICT, Reason.EMPTY_PERIOD, Reason.NULL_TIME);
        assertThat(said(history, "M1")).hasSize(2).first().isEqualTo("gold 2026-01-01/2026-02-01");
        assertThat(Verification.of(history.store()).violations().values()).containsOnly(0L);
    }

    @Test
    void aDatabricksTableIsAdoptedAndCarriedOn() throws SQLException {
        execute(
                "CREATE TABLE member (member_id TEXT, plan TEXT, \"__START_AT\" TIMESTAMPTZ, \"__END_AT\" TIMESTAMPTZ)");
        execute("INSERT INTO member VALUES ('M1', 'gold', '2026-01-01 00:00Z', '2026-02-01 00:00Z'),"
                + " ('M1', 'silver', '2026-02-01 00:00Z', NULL),"
                + " ('M2', 'gold', '2026-01-01 00:00Z', '2026-03-01 00:00Z')");
        StoreOptions databricks = StoreOptions.databricks().withSchema(schema);

        AdoptionReport report = adoption(MEMBER, databricks).report();
        adoption(MEMBER, databricks).carryOn();

        assertThat(report.isClean()).isTrue();
        History history = history(MEMBER, databricks);
        history.apply(Batch.of(
                Observation.of(Map.of("member_id", "M2", "plan", "iron"), at("2026-02-01"), Sequence.of(5)),
                Observation.of(Map.of("member_id", "M1", "plan", "zinc"), at("2026-03-01"), Sequence.of(6))));
        assertThat(said(history, "M1"))
                .containsExactly("gold 2026-01-01/2026-02-01", "silver 2026-02-01/2026-03-01", "zinc 2026-03-01/open");
        assertThat(said(history, "M2")).containsExactly("gold 2026-01-01/2026-02-01", "iron 2026-02-01/2026-03-01");
        assertThat(list("SELECT plan FROM member WHERE \"__END_AT\" IS NULL")).containsExactly("zinc");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
    }

    @Test
    void columnsThatHoldLessAreWidenedAndHoldWhatComesLater() throws SQLException {
        Dimension numbered = Dimension.named("member")
                .key("member_id", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .track("rank", ColumnType.LONG)
                .build();
        execute("CREATE TABLE member (member_sk SERIAL PRIMARY KEY, member_id INTEGER, plan VARCHAR(4), rank SMALLINT,"
                + " validity_start_ts TIMESTAMPTZ, validity_end_ts TIMESTAMPTZ)");
        execute("INSERT INTO member (member_id, plan, rank, validity_start_ts) VALUES"
                + " (1, 'gold', 7, '2026-01-01 00:00Z')");
        StoreOptions kimball = StoreOptions.kimball().withSchema(schema);

        assertThat(adoption(numbered, kimball).report().isClean()).isTrue();
        adoption(numbered, kimball).carryOn();

        History history = history(numbered, kimball);
        Map<String, Object> large = Map.of("member_id", 5_000_000_000L, "plan", "platinum plus", "rank", 70_000L);
        history.apply(Batch.of(
                Observation.of(large, at("2026-02-01"), Sequence.of(5)),
                Observation.of(
                        Map.of("member_id", 1L, "plan", "bronze", "rank", 7L), at("2026-03-01"), Sequence.of(6))));
        assertThat(history.timeline(large).versions()).hasSize(1);
        assertThat(list("SELECT plan FROM member WHERE member_id = 1 ORDER BY validity_start_ts"))
                .containsExactly("gold", "bronze");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
    }

    @Test
    void whatTheTableCannotHoldIsRefusedBeforeAnythingIsWritten() throws SQLException {
        execute("CREATE TABLE member (member_id CHAR(20), plan TEXT, dbt_valid_from TIMESTAMP,"
                + " dbt_valid_to TIMESTAMP NOT NULL)");

        assertThatThrownBy(() ->
                        adoption(MEMBER, StoreOptions.dbt().withSchema(schema)).carryOn())
                .isInstanceOfSatisfying(
                        InvalidChangeException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TYPE_CHANGED))
                .hasMessageContaining("member_id")
                .hasMessageContaining("bpchar(20)");
        execute("ALTER TABLE member ALTER COLUMN member_id TYPE VARCHAR");
        assertThatThrownBy(() ->
                        adoption(MEMBER, StoreOptions.dbt().withSchema(schema)).carryOn())
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("dbt_valid_to")
                .hasMessageContaining("NOT NULL");

        assertThat(list("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema + "'"))
                .containsExactly("member");
    }

    @Test
    void aTableIsAdoptedOnce() throws SQLException {
        snapshotOfThreeRuns();
        StoreOptions dbt = StoreOptions.dbt().withSchema(schema);
        adoption(SNAPSHOT, dbt).carryOn();

        assertThatThrownBy(() -> adoption(SNAPSHOT, dbt).carryOn())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> PostgresStore.open(
                        POSTGRES.dataSource(), SNAPSHOT, dbt.withOpenEnd(StoreOptions.OpenEnd.SENTINEL)))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("open end");
    }

    /** A row that came after the look at what cannot be kept, and before its removal, would be lost. */
    @Test
    void anAdoptionWaitsForWhoeverIsWritingAndLosesNothing() throws Exception {
        snapshotOfThreeRuns();
        StoreOptions dbt = StoreOptions.dbt().withSchema(schema);
        connection.setAutoCommit(false);
        execute("INSERT INTO member_snapshot (member_id, plan, dbt_valid_from) VALUES (NULL, 'late', '2026-05-01')");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Adopted> adopting =
                    other.submit(() -> adoption(SNAPSHOT, dbt).carryOn());
            awaitWaiting();
            connection.commit();

            assertThat(adopting.get().quarantined()).isEqualTo(3);
            assertThat(history(SNAPSHOT, dbt).store().quarantine()).hasSize(3);
        } finally {
            other.shutdownNow();
        }
    }

    private void awaitWaiting() throws SQLException {
        while (list("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static Adoption adoption(Dimension dimension, StoreOptions options) {
        return PostgresStore.adopting(POSTGRES.dataSource(), dimension, options);
    }

    private static History history(Dimension dimension, StoreOptions options) {
        return History.of(PostgresStore.open(POSTGRES.dataSource(), dimension, options));
    }

    private static Instant at(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }

    private static List<String> said(History history, String member) {
        return history.timeline(Map.of("member_id", member)).versions().stream()
                .map(version -> version.row().value(0) + " "
                        + version.interval().toString().replace("T00:00:00Z", ""))
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        return list(sql).get(0);
    }

    private List<String> list(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(rows.getString(i)));
                }
                all.add(String.join("|", cells));
            }
            return all;
        }
    }
}
