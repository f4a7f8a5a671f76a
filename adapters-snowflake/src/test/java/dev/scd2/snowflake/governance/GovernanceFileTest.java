package dev.scd2.snowflake.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernanceFileTest {
    private static final Path FILE = Path.of("src/test/resources/payer-governance.yaml");

    @Test
    void theFileSaysWhatTheBuilderSays() {
        Governance built = Governance.of("payer")
                .schema("raw", "messages as they landed")
                .schema("marts", "curated tables")
                .schema("secure", "what analysts ask")
                .role(FunctionalRole.named("payer_loader", "brings files into raw tables")
                        .access("raw", Access.LOAD)
                        .warehouse("load_wh"))
                .role(FunctionalRole.named("payer_analyst", "asks questions about nobody in particular")
                        .access("secure", Access.READ)
                        .warehouse("report_wh"))
                .role(FunctionalRole.named("payer_ops", "serves members, whom it has to know")
                        .inherits("payer_analyst"))
                .columnClass(
                        ColumnClass.named("direct_identifier", "names a person").shows("payer_ops", Mask.clear()))
                .columnClass(ColumnClass.named("birth_date", "when a person was born")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_analyst", Mask.year()))
                .columnClass(ColumnClass.named("income", "what a person earns")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_analyst", Mask.band(BigDecimal.valueOf(10_000))))
                .columnClass(ColumnClass.named("diagnosis", "what a person suffers from")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_analyst", Mask.grouped(List.of("B20", "F1"), "sensitive")))
                .table(GovernedTable.of("marts", "dim_member")
                        .column("name", "VARCHAR", "direct_identifier")
                        .column("dob", "DATE", "birth_date")
                        .column("income", "NUMBER(12, 2)", "income")
                        .column("diagnosis_code", "VARCHAR", "diagnosis")
                        .column("broker_name", "VARCHAR")
                        .rowsBy("own_book", "broker_name"))
                .view(SecureView.of(
                        "secure",
                        "member",
                        "Members, as much of them as the asking role may see.",
                        "marts",
                        "dim_member",
                        List.of("name", "dob", "income")))
                .rowPolicy(RowPolicy.named("own_book", "brokers see their own book only", "VARCHAR")
                        .entitledBy("book", "user_name", "broker_name")
                        .allRowsFor("payer_ops")
                        .allRowsFor("payer_analyst"))
                .stage("raw", "lake", StageKind.EXTERNAL)
                .auditViews("audit")
                .build();
        assertThat(GovernanceSql.script(GovernanceFile.read(FILE)).text())
                .isEqualTo(GovernanceSql.script(built).text());
    }

    @Test
    void jsonIsReadToo() {
        Governance governance =
                GovernanceFile.parse("{\"database\": \"d\", \"roles\": [{\"name\": \"r\", \"purpose\": \"reads\"}]}");
        assertThat(GovernanceSql.script(governance).text()).contains("CREATE ROLE IF NOT EXISTS \"r\"");
    }

    @Test
    void whatIsWrongIsNamedByItsPlaceAndNoValueIsTold() {
        String secret = "hunter2-" + "k3y";
        List<String> wrong = List.of(
                "database: d\npassword: " + secret,
                "database: [" + secret + "]",
                "database: d\nroles:\n  - {name: r, purpose: reads, access: {governance: " + secret + "}}",
                "database: d\nroles:\n  - {name: r, purpose: reads}\nclasses:\n  - {name: c, purpose: p, shows: {r: "
                        + secret + "}}",
                "database: d\ntables:\n  - {schema: governance, name: t, columns: [{name: c, type: '" + secret
                        + "!'}]}",
                "database: d\n  " + secret + ": [");
        for (String text : wrong) {
            assertThatThrownBy(() -> GovernanceFile.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain(secret))
                    .hasNoCause();
        }
        assertThatThrownBy(() -> GovernanceFile.parse("database: d\npassword: x"))
                .hasMessageContaining("has a field password");
    }

    @Test
    void partsThatDoNotFitTogetherAreRefusedByName() {
        assertThatThrownBy(() -> PayerGovernance.builder()
                        .role(FunctionalRole.named("x", "is wrong").inherits("nobody"))
                        .build())
                .hasMessageContaining("The role nobody is not declared, but the role x names it");
        assertThatThrownBy(() -> Governance.of("d")
                        .role(FunctionalRole.named("a", "is a").inherits("b"))
                        .role(FunctionalRole.named("b", "is b").inherits("a"))
                        .build())
                .hasMessageContaining("inherits itself");
        assertThatThrownBy(() -> Governance.of("d")
                        .role(FunctionalRole.named("a", "is a"))
                        .columnClass(ColumnClass.named("c", "is c").shows("a", Mask.token()))
                        .build())
                .hasMessageContaining("no function makes them");
        assertThatThrownBy(() -> Governance.of("d")
                        .role(FunctionalRole.named("a", "is a"))
                        .columnClass(ColumnClass.named("c", "is c").shows("a", Mask.month()))
                        .table(GovernedTable.of(Governance.SCHEMA, "t").column("x", "VARCHAR", "c"))
                        .build())
                .hasMessageContaining("The mask month is for columns of the kind day or time");
    }
}
