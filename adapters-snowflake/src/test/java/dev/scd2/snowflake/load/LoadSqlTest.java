package dev.scd2.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.snowflake.load.SchemaDrift.ColumnDrift;
import dev.scd2.snowflake.load.SchemaDrift.Kind;
import dev.scd2.snowflake.script.Golden;
import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The texts of loads, compared with files. */
class LoadSqlTest {
    @Test
    void theLayoutIsTheGoldenOne() {
        LoadLayout layout = PayerLayout.declared()
                .stage(LoadStage.external("lake", "s3://lake/production/", "lake_s3", PayerLayout.ROLE));
        Golden.compare("load-layout.sql", layout.script().text());
    }

    @Test
    void theStatementsOfALoadAreTheGoldenOnes() {
        RawLoad load = RawLoad.of(PayerLayout.declared(), "members", "landing", Clock.systemUTC());
        List<Step> steps = new ArrayList<>(load.readSteps());
        steps.add(load.inferStep());
        steps.add(load.heldStep());
        steps.add(load.nextStep());
        steps.add(load.copyStep(
                7,
                LocalDateTime.of(2026, 1, 2, 3, 4, 5),
                List.of(
                        "entity=members/dt=2026-01-01/0-000000000000-000000000009.parquet",
                        "entity=members/dt=2026-01-02/0-000000000010-000000000019.parquet")));
        steps.add(load.rememberStep());
        Golden.compare("load-files.sql", new Script(steps).text());
    }

    @Test
    void columnsThatDifferAreNamedAndFollowed() {
        SchemaDrift drift = SchemaDrift.between(
                "\"PAYER\".\"RAW\".\"MEMBERS\"",
                Map.of("op", "TEXT", "new", "TEXT", "amount", "NUMBER(14, 2)", "wide", "TEXT(200)"),
                Map.of("op", "VARCHAR(16777216)", "gone", "DATE", "amount", "NUMBER(12, 2)", "wide", "VARCHAR(100)"));
        assertThat(drift.columns())
                .containsExactlyInAnyOrder(
                        new ColumnDrift(Kind.ADDED, "new", "TEXT", ""),
                        new ColumnDrift(Kind.WIDENED, "amount", "NUMBER(14, 2)", "NUMBER(12, 2)"),
                        new ColumnDrift(Kind.WIDENED, "wide", "TEXT(200)", "VARCHAR(100)"),
                        new ColumnDrift(Kind.MISSING, "gone", "", "DATE"));
        List<String> statements =
                drift.script().steps().stream().map(Step::sql).sorted().toList();
        assertThat(statements)
                .containsExactly(
                        "ALTER TABLE \"PAYER\".\"RAW\".\"MEMBERS\" ADD COLUMN IF NOT EXISTS \"new\" TEXT",
                        "ALTER TABLE \"PAYER\".\"RAW\".\"MEMBERS\" ALTER COLUMN \"amount\" SET DATA TYPE NUMBER(14, 2)",
                        "ALTER TABLE \"PAYER\".\"RAW\".\"MEMBERS\" ALTER COLUMN \"wide\" SET DATA TYPE VARCHAR(200)");
        Golden.compare(
                "load-drift.sql",
                SchemaDrift.between(
                                drift.table(),
                                Map.of("new", "TEXT", "amount", "NUMBER(14, 2)"),
                                Map.of("amount", "NUMBER(12, 2)"))
                        .sorted()
                        .script()
                        .text());
    }

    @Test
    void whatATableCannotHoldIsRefusedByName() {
        for (String[] types : new String[][] {
            {"TEXT", "NUMBER(12, 2)"}, {"NUMBER(12, 4)", "NUMBER(12, 2)"}, {"TIMESTAMP_NTZ(9)", "TIMESTAMP_NTZ(6)"}
        }) {
            SchemaDrift drift = SchemaDrift.between("t", Map.of("amount", types[0]), Map.of("amount", types[1]));
            assertThat(drift.isRefused()).isTrue();
            assertThatThrownBy(drift::script)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("amount (" + types[1] + " in the table, " + types[0] + " in the files)");
        }
    }

    @Test
    void equalColumnsDoNotDiffer() {
        Map<String, String> columns =
                Map.of("a", "TEXT", "b", "NUMBER(38, 0)", "c", "TIMESTAMP_NTZ(6)", "d", "VARIANT");
        assertThat(SchemaDrift.between("t", columns, columns).columns()).isEmpty();
        assertThat(SchemaDrift.between("t", Map.of("b", "NUMBER(10, 0)"), Map.of("b", "NUMBER(38, 0)"))
                        .columns())
                .isEmpty();
    }

    @Test
    void thePublicationIsTheGoldenOneOnBothSides() {
        Publication publication = new Publication("dim_member", "s3://lake/marts/", "dim_member/");
        List<Step> steps = new ArrayList<>(publication
                .snowflake("payer", "marts", "lake_volume", "lake_delta", PayerLayout.ROLE)
                .steps());
        steps.add(publication.refresh("payer", "marts"));
        steps.add(publication.unload("payer", "marts", "exchange"));
        Golden.compare("load-publication.sql", new Script(steps).text());
        Golden.compare(
                "databricks/publication.sql",
                publication.databricks("payer", "marts").text());
        assertThatThrownBy(() -> new Publication("t", "s3://key:secret@lake/", "t/"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("secret"));
    }

    @Test
    void whatRunsByItselfIsTheGoldenText() {
        Automation automation = new Automation("payer", "raw", "transform_wh");
        List<Step> steps = new ArrayList<>();
        steps.add(
                automation.dynamicTable(
                        "member_days",
                        Duration.ofMinutes(5),
                        "SELECT m.\"PART\", COUNT(*) AS \"MESSAGES\" FROM \"PAYER\".\"RAW\".\"MEMBERS\" AS m GROUP BY m.\"PART\""));
        steps.addAll(automation
                .onAddedRows(
                        "members",
                        Duration.ofMinutes(5),
                        "INSERT INTO \"PAYER\".\"STAGING\".\"MEMBERS\" (\"KEY\", \"AFTER\")\nSELECT s.\"KEY\", s.\"AFTER\""
                                + "\nFROM \"PAYER\".\"RAW\".\"MEMBERS_ADDED\" AS s")
                .steps());
        Golden.compare("load-automation.sql", new Script(steps).text());
        assertThatThrownBy(() -> automation.dynamicTable("x", Duration.ofSeconds(30), "SELECT 1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStageWithAKeyInItsUrlIsRefusedAndNotTold() {
        assertThatThrownBy(() -> LoadStage.external("lake", "s3://AKIA:hunter2@lake/", "i", PayerLayout.ROLE))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("hunter2"));
    }
}
