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
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdoptionTest extends AdoptionFixture {
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

        String sql = AsOfJoin.of(facts, JoinDialect.DUCKDB)
                .lookup(Lookup.in(Versions.of(SNAPSHOT, StoreOptions.dbt()))
                        .as("member")
                        .key("m", "member_id")
                        .at("t")
                        .columns("plan"))
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
    void aNewVersionGetsTheDefaultsOfColumnsThatTheDimensionDoesNotDeclare() throws SQLException {
        execute("CREATE SEQUENCE numbers START WITH 7");
        execute("CREATE TABLE member_snapshot (shop TEXT DEFAULT 'north', plan TEXT, number BIGINT DEFAULT"
                + " nextval('numbers'), member_id TEXT, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP)");
        adoption(SNAPSHOT, StoreOptions.dbt()).carryOn();

        history(SNAPSHOT, StoreOptions.dbt())
                .apply(Batch.of(
                        Observation.of(Map.of("member_id", "M1", "plan", "gold"), at("2026-01-01"), Sequence.of(1)),
                        Observation.of(Map.of("member_id", "M2", "plan", "gold"), at("2026-01-01"), Sequence.of(2))));

        assertThat(list("SELECT member_id, plan, shop, number FROM member_snapshot ORDER BY member_id"))
                .containsExactly("M1|gold|north|7", "M2|gold|north|8");
        assertThat(list("SELECT scd2_created_at <= current_timestamp FROM member_snapshot"))
                .containsOnly("true");
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
}
