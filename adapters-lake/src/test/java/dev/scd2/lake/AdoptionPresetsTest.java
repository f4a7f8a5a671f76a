package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.sql.Adopted;
import dev.scd2.sql.AdoptionReport;
import dev.scd2.sql.Finding.Kind;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.Rejection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdoptionPresetsTest extends AdoptionFixture {
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
    void columnsThatHoldLessAreWidenedAndHoldWhatComesLater() throws SQLException {
        Dimension numbered = Dimension.named("member")
                .key("member_id", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .track("rank", ColumnType.LONG)
                .build();
        execute("CREATE TABLE member (member_sk INTEGER, member_id INTEGER, plan VARCHAR(4), rank SMALLINT,"
                + " validity_start_ts TIMESTAMPTZ, validity_end_ts TIMESTAMPTZ)");
        execute("INSERT INTO member (member_sk, member_id, plan, rank, validity_start_ts) VALUES"
                + " (3, 1, 'gold', 7, '2026-01-01 00:00Z')");
        StoreOptions kimball = StoreOptions.kimball();

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
}
