package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.StoreException;
import dev.scd2.sql.Adopted;
import dev.scd2.sql.Adoption;
import dev.scd2.sql.AdoptionReport;
import dev.scd2.sql.AsOfJoin;
import dev.scd2.sql.Finding;
import dev.scd2.sql.Finding.Kind;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoredVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
    private static final Dimension SNAPSHOT = Dimension.named("member_snapshot")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    @TempDir
    static Path directory;

    private static int files;

    private Connection connection;

    @BeforeEach
    void open() {
        connection = DuckDbStore.connect(directory.resolve(++files + ".duckdb"));
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
    void whatIsWrongWithADbtSnapshotIsReportedRowByRow() throws SQLException {
        snapshotOfThreeRuns();

        AdoptionReport report = adoption(SNAPSHOT, StoreOptions.dbt()).report();

        assertThat(report.counts()).isEqualTo(Map.of(Kind.NULL_KEY, 2L, Kind.OVERLAP, 1L, Kind.EQUAL_NEIGHBOURS, 1L));
        assertThat(report.rows()).isEqualTo(8);
        assertThat(report.keys()).isEqualTo(3);
        Finding overlap = report.findings().stream()
                .filter(finding -> finding.kind() == Kind.OVERLAP)
                .findFirst()
                .orElseThrow();
        assertThat(overlap.from()).isEqualTo(at("2026-02-05"));
        assertThat(overlap.end()).isEmpty();
        assertThat(overlap.row())
                .isEqualTo("dbt_scd_id="
                        + text("SELECT dbt_scd_id FROM member_snapshot WHERE plan = 'gold' AND member_id = 'M2'"));
    }

    @Test
    void aReportWritesNothing() throws SQLException {
        snapshotOfThreeRuns();
        List<String> before = list("SELECT * FROM member_snapshot ORDER BY ALL");

        adoption(SNAPSHOT, StoreOptions.dbt()).report();

        assertThat(list("SELECT * FROM member_snapshot ORDER BY ALL")).isEqualTo(before);
        assertThat(list("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%scd2%'"
                        + " OR table_name LIKE '%evidence'"))
                .isEmpty();
    }

    @Test
    void aDbtSnapshotIsAdoptedVerifiedAndCarriedOn() throws SQLException {
        snapshotOfThreeRuns();
        String goldId = text("SELECT dbt_scd_id FROM member_snapshot WHERE member_id = 'M1' AND plan = 'gold'");

        Adopted adopted = adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();

        assertThat(adopted.quarantined()).isEqualTo(2);
        History history = history(SNAPSHOT, StoreOptions.dbt());
        assertThat(said(history, "M1")).containsExactly("gold 2026-01-01/2026-02-09", "platinum 2026-02-09/open");
        assertThat(said(history, "M2")).containsExactly("silver 2026-01-01/2026-02-05", "gold 2026-02-05/open");
        assertThat(said(history, "M3")).containsExactly("basic 2026-02-01/open");
        assertThat(Verification.of(history.store()).violations().values()).containsOnly(0L);
        assertThat(list("SELECT dbt_valid_to FROM member_snapshot WHERE scd2_is_current"))
                .containsOnly("null");

        Batch later = Batch.of(
                Observation.of(Map.of("member_id", "M1", "plan", "bronze"), at("2026-01-20"), Sequence.of(7)),
                Observation.of(Map.of("member_id", "M4", "plan", "gold"), at("2026-05-01"), Sequence.of(8)),
                Delete.of(Map.of("member_id", "M3"), at("2026-06-01"), Sequence.of(9)));
        history.apply(later);

        assertThat(said(history, "M1"))
                .containsExactly(
                        "gold 2026-01-01/2026-01-20", "bronze 2026-01-20/2026-02-09", "platinum 2026-02-09/open");
        assertThat(said(history, "M3")).containsExactly("basic 2026-02-01/2026-06-01");
        assertThat(said(history, "M4")).containsExactly("gold 2026-05-01/open");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
        assertThat(text("SELECT dbt_scd_id FROM member_snapshot WHERE member_id = 'M1' AND plan = 'gold'"))
                .isEqualTo(goldId);
        assertThat(history.apply(later).plan().mutations()).isEmpty();
    }

    @Test
    void aRowThatCannotBeKeptLiesInQuarantineWholeAndCanBeMended() throws SQLException {
        snapshotOfThreeRuns();
        adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();
        History history = history(SNAPSHOT, StoreOptions.dbt());

        List<Rejection> rejections = history.store().quarantine();
        assertThat(rejections).extracting(Rejection::reason).containsExactly(Reason.NULL_KEY, Reason.NULL_KEY);
        assertThat(rejections.get(0).change().fields())
                .containsKeys("member_id", "plan", "updated_at", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from")
                .containsEntry("plan", "bronze");

        history.release(
                List.of(rejections.get(0).identity()),
                change -> change.withFields(Map.of("member_id", "M9", "plan", "bronze")));
        assertThat(said(history, "M9")).containsExactly("bronze 2026-01-01/open");
        assertThat(history.store().quarantine()).hasSize(1);
        assertThat(Verification.of(history.store()).isClean()).isTrue();
    }

    @Test
    void theAuditTellsTheAdoption() throws SQLException {
        snapshotOfThreeRuns();
        adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();

        AuditEntry entry = history(SNAPSHOT, StoreOptions.dbt()).store().audit().get(0);
        assertThat(entry.event()).isEqualTo(AuditEntry.Event.ADOPT);
        assertThat(entry.detail()).isEqualTo("rows=8 keys=3 findings=4 quarantined=2");
    }

    @Test
    void factsAreJoinedWithATableWhoseOpenEndsAreNull() throws SQLException {
        snapshotOfThreeRuns();
        adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();
        String facts = "SELECT * FROM (VALUES ('M1', TIMESTAMPTZ '2026-01-15'), ('M1', TIMESTAMPTZ '2030-01-01'),"
                + " ('M1', TIMESTAMPTZ '2025-01-01')) AS f (m, t)";

        String sql = AsOfJoin.of(facts, DuckDbDialect.INSTANCE)
                .lookup(AsOfJoin.Lookup.in(SNAPSHOT, StoreOptions.dbt())
                        .as("member")
                        .key("m", "member_id")
                        .at("t")
                        .attributes("plan"))
                .sql();
        assertThat(list("SELECT member_outcome, member_plan FROM (" + sql + ") ORDER BY t"))
                .containsExactly("BEFORE_FIRST|null", "MATCHED|gold", "MATCHED|platinum");
    }

    @Test
    void aRowThatDbtMarkedDeletedSaysThatTheMemberIsGone() throws SQLException {
        execute("CREATE TABLE member_snapshot AS SELECT * FROM (VALUES"
                + " ('M1', 'gold', 'a', TIMESTAMP '2026-01-01', TIMESTAMP '2026-02-01', 'False'),"
                + " ('M1', 'gold', 'b', TIMESTAMP '2026-02-01', TIMESTAMP '2026-03-01', 'True'),"
                + " ('M1', 'gold', 'c', TIMESTAMP '2026-03-01', NULL, 'False'))"
                + " AS t (member_id, plan, dbt_scd_id, dbt_valid_from, dbt_valid_to, dbt_is_deleted)");

        adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();

        History history = history(SNAPSHOT, StoreOptions.dbt());
        assertThat(said(history, "M1")).containsExactly("gold 2026-01-01/2026-02-01", "gold 2026-03-01/open");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
    }

    @Test
    void timestampsWithoutAZoneAreReadInTheDeclaredOne() throws SQLException {
        snapshotOfThreeRuns();

        adoption(SNAPSHOT, StoreOptions.dbt())
                .withZone(ZoneId.of("America/New_York"))
                .carryOn();

        History history = history(SNAPSHOT, StoreOptions.dbt());
        assertThat(history.timeline(Map.of("member_id", "M1"))
                        .versions()
                        .get(0)
                        .interval()
                        .start())
                .isEqualTo(Instant.parse("2026-01-01T05:00:00Z"));
    }

    private void kimball(String primaryKey, String... rows) throws SQLException {
        execute("CREATE TABLE member (member_sk BIGINT" + primaryKey + ", member_id TEXT, plan TEXT, region TEXT,"
                + " validity_start_ts TIMESTAMPTZ, validity_end_ts TIMESTAMPTZ, current_flag BOOLEAN,"
                + " attr_hash TEXT, load_id TEXT, created_at TIMESTAMP)");
        for (String row : rows) {
            execute("INSERT INTO member VALUES (" + row + ")");
        }
    }

    @Test
    void aKimballTableIsAdoptedAndKeepsItsSurrogatesAndColumns() throws SQLException {
        kimball(
                " PRIMARY KEY",
                "-1, 'UNKNOWN', NULL, 'x', '1900-01-01', '9999-12-31', true, 'h', 'l0', '2020-01-01'",
                "11, 'M1', 'gold', 'east', '2026-01-01', '2026-02-01', false, 'h', 'l1', '2026-01-01'",
                "12, 'M1', 'silver', 'west', '2026-02-01', '9999-12-31', true, 'h', 'l2', '2026-02-01'",
                "13, 'M2', 'gold', 'east', '2026-01-01', '2026-03-01', true, NULL, 'l2', '2026-02-01'");

        Adopted adopted = adoption(MEMBER, StoreOptions.kimball()).carryOn();

        assertThat(adopted.report().counts()).isEqualTo(Map.of(Kind.WRONG_HASH, 4L, Kind.WRONG_CURRENT, 1L));
        assertThat(adopted.restatements()).isEmpty();
        History history = history(MEMBER, StoreOptions.kimball());
        assertThat(Verification.of(history.store()).violations().values()).containsOnly(0L);
        history.apply(Batch.of(
                Observation.of(Map.of("member_id", "M1", "plan", "bronze"), at("2026-01-10"), Sequence.of(1)),
                Observation.of(Map.of("member_id", "M2", "plan", "gold"), at("2026-05-01"), Sequence.of(2))));
        assertThat(
                        list(
                                "SELECT member_sk, member_id, plan, region, load_id FROM member ORDER BY member_id, validity_start_ts"))
                .containsExactly(
                        "11|M1|gold|east|l1",
                        "14|M1|bronze|null|",
                        "12|M1|silver|west|l2",
                        "13|M2|gold|east|l2",
                        "15|M2|gold|null|",
                        "-1|UNKNOWN|null|x|l0");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
    }

    @Test
    void everyKindOfFlawIsFoundAndAfterwardsNothingIsWrong() throws SQLException {
        kimball(
                "",
                "1, 'M1', 'gold', '', '2026-01-01', '2026-05-01', false, NULL, 'l', NULL",
                "1, 'M1', 'gold', '', '2026-05-01', '9999-12-31', true, NULL, 'l', NULL",
                "NULL, 'M1', 'silver', '', '2026-06-01', 'infinity', true, NULL, 'l', NULL",
                "4, 'M1', 'bronze', '', '2026-06-01', '2026-07-01', false, NULL, 'l', NULL",
                "5, 'M2', 'gold', '', NULL, '2026-07-01', false, NULL, 'l', NULL",
                "6, 'M2', 'gold', '', '2026-07-01', '2026-07-01', false, NULL, 'l', NULL",
                "7, 'M2', 'gold', '', '2026-08-01', '2026-07-01', false, NULL, 'l', NULL",
                "8, NULL, 'gold', '', '2026-08-01', NULL, false, NULL, 'l', NULL",
                "9, 'M3', 'gold', '', 'infinity', NULL, false, NULL, 'l', NULL",
                "10, 'M3', 'gold', '', '9999-12-31 12:00:00+00', NULL, false, NULL, 'l', NULL",
                "11, 'M4', 'old', '', '2026-01-01', '2026-12-01', false, NULL, 'l', NULL",
                "12, 'M4', 'new', '', '2026-03-01', '2026-04-01', false, NULL, 'l', NULL");

        AdoptionReport report = adoption(MEMBER, StoreOptions.kimball()).report();
        assertThat(report.findings().stream().filter(finding -> finding.kind() != Kind.WRONG_HASH))
                .extracting(finding -> finding.kind() + " " + finding.row())
                .containsExactlyInAnyOrder(
                        "EQUAL_NEIGHBOURS member_sk=1",
                        "DUPLICATE_SURROGATE member_sk=1",
                        "OVERLAP member_sk=4",
                        "SAME_START row=4",
                        "TWO_OPEN row=4",
                        "NULL_SURROGATE row=4",
                        "NULL_START member_sk=5",
                        "EMPTY_INTERVAL member_sk=6",
                        "INVERTED_INTERVAL member_sk=7",
                        "NULL_KEY member_sk=8",
                        "NULL_START member_sk=9",
                        "START_OUT_OF_RANGE member_sk=10",
                        "OVERLAP member_sk=12");

        Adopted adopted = adoption(MEMBER, StoreOptions.kimball()).carryOn();

        assertThat(adopted.report()).isEqualTo(report);
        History history = history(MEMBER, StoreOptions.kimball());
        assertThat(Verification.of(history.store()).violations().values()).containsOnly(0L);
        assertThat(said(history, "M4"))
                .as("a version that another one hid for a while comes back")
                .containsExactly("old 2026-01-01/2026-03-01", "new 2026-03-01/2026-04-01", "old 2026-04-01/2026-12-01");
        assertThat(history.store().quarantine())
                .extracting(Rejection::reason)
                .containsExactlyInAnyOrder(
                        Reason.NULL_TIME,
                        Reason.EMPTY_PERIOD,
                        Reason.EMPTY_PERIOD,
                        Reason.NULL_KEY,
                        Reason.NULL_TIME,
                        Reason.TIME_OUT_OF_RANGE,
                        Reason.CONFLICT);
        assertThat(adopted.quarantined()).isEqualTo(7);
        assertThat(surrogates(history, "M1").get(0)).isEqualTo(1);
        assertThat(adopted.restatements())
                .extracting(window -> window.before() + " " + window.window())
                .contains("11 2026-03-01T00:00:00Z/2026-04-01T00:00:00Z");
    }

    @Test
    void aDatabricksTableIsAdoptedAndCarriedOn() throws SQLException {
        execute(
                "CREATE TABLE member (member_id TEXT, plan TEXT, \"__START_AT\" TIMESTAMPTZ, \"__END_AT\" TIMESTAMPTZ)");
        execute(
                "INSERT INTO member VALUES ('M1', 'gold', '2026-01-01', '2026-02-01'), ('M1', 'silver', '2026-02-01', NULL),"
                        + " ('M2', 'gold', '2026-01-01', '2026-03-01')");

        AdoptionReport report = adoption(MEMBER, StoreOptions.databricks()).report();
        adoption(MEMBER, StoreOptions.databricks()).carryOn();

        assertThat(report.isClean()).isTrue();
        History history = history(MEMBER, StoreOptions.databricks());
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
    void underMarkAnEndWithoutANextVersionBecomesARowThatMarksTheAbsence() throws SQLException {
        execute(
                "CREATE TABLE member (member_id TEXT, plan TEXT, \"__START_AT\" TIMESTAMPTZ, \"__END_AT\" TIMESTAMPTZ)");
        execute("INSERT INTO member VALUES ('M2', 'gold', '2026-01-01', '2026-03-01')");
        Dimension marking = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .deletes(DeletePolicy.MARK)
                .build();

        adoption(marking, StoreOptions.databricks()).carryOn();

        History history = history(marking, StoreOptions.databricks());
        assertThat(said(history, "M2")).containsExactly("gold 2026-01-01/2026-03-01", "null 2026-03-01/open");
        assertThat(Verification.of(history.store()).isClean()).isTrue();
    }

    @Test
    void whatTheTableCannotHoldIsRefusedBeforeAnythingIsWritten() throws SQLException {
        execute("CREATE TABLE member (member_id TEXT, plan INTEGER, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP,"
                + " zip TEXT NOT NULL)");
        execute("INSERT INTO member VALUES ('M1', 1, '2026-01-01', NULL, '1')");
        List<String> columns = list("SELECT column_name, data_type FROM information_schema.columns");

        assertThatThrownBy(() -> adoption(MEMBER, StoreOptions.dbt()).carryOn())
                .isInstanceOfSatisfying(
                        InvalidChangeException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TYPE_CHANGED))
                .hasMessageContaining("plan")
                .hasMessageContaining("integer");
        Dimension wider = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("tier", ColumnType.TEXT)
                .build();
        assertThatThrownBy(() -> adoption(wider, StoreOptions.dbt()).report())
                .isInstanceOfSatisfying(
                        InvalidChangeException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.MISSING_COLUMN))
                .hasMessageContaining("tier");
        Dimension narrower =
                Dimension.named("member").key("member_id", ColumnType.TEXT).build();
        assertThatThrownBy(() -> adoption(narrower, StoreOptions.dbt()).report())
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("zip")
                .hasMessageContaining("NOT NULL");

        assertThat(list("SELECT column_name, data_type FROM information_schema.columns"))
                .isEqualTo(columns);
    }

    @Test
    void endsThatADimensionWithoutDeletesCannotTellAreRefusedAndNothingIsWritten() throws SQLException {
        snapshotOfThreeRuns();
        execute("UPDATE member_snapshot SET dbt_valid_to = '2026-07-01' WHERE dbt_valid_to IS NULL");
        List<String> before = list("SELECT * FROM member_snapshot ORDER BY ALL");
        Dimension ignoring = Dimension.named("member_snapshot")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .deletes(DeletePolicy.IGNORE)
                .build();

        assertThatThrownBy(() -> adoption(ignoring, StoreOptions.dbt()).carryOn())
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("ignores deletes");

        assertThat(list("SELECT * FROM member_snapshot ORDER BY ALL")).isEqualTo(before);
    }

    @Test
    void aTableIsAdoptedOnce() throws SQLException {
        assertThatThrownBy(() -> adoption(SNAPSHOT, StoreOptions.dbt()).report())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no table");
        snapshotOfThreeRuns();
        adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();

        assertThatThrownBy(() -> adoption(SNAPSHOT, StoreOptions.dbt()).carryOn())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("already");
    }

    private Adoption adoption(Dimension dimension, StoreOptions options) {
        return DuckDbStore.adopting(connection, dimension, options);
    }

    private History history(Dimension dimension, StoreOptions options) {
        return History.of(DuckDbStore.on(connection, dimension, options));
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

    private static List<Long> surrogates(History history, String member) {
        return history.store().history(history.store().dimension().key(Map.of("member_id", member))).versions().stream()
                .map(StoredVersion::surrogate)
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
