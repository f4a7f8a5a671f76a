package dev.scd2.snowflake.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.snowflake.script.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernanceSqlTest {
    @Test
    void theScriptIsTheGoldenOne() {
        Golden.compare(
                "governance.sql",
                GovernanceSql.script(PayerGovernance.declared()).text());
    }

    @Test
    void namesAreQuotedTextsAreEscapedAndACommentStaysOne() {
        Governance governance = Governance.of("pay\"er")
                .schema("ra w", "it's\nDROP DATABASE x; -- back\\slash")
                .role(FunctionalRole.named("l'oader", "loads").access("ra w", Access.READ))
                .columnClass(ColumnClass.named("id", "is it").shows("l'oader", Mask.clear()))
                .table(GovernedTable.of("ra w", "t\"t").column("c\"c", "VARCHAR", "id"))
                .build();
        Golden.compare("governance-names.sql", GovernanceSql.script(governance).text());
    }

    @Test
    void aClassShowsNothingToARoleThatItDoesNotName() {
        Governance governance = Governance.of("payer")
                .role(FunctionalRole.named("analyst", "asks"))
                .columnClass(ColumnClass.named("secret", "hidden from all"))
                .schema("marts", "tables")
                .table(GovernedTable.of("marts", "t").column("c", "VARCHAR", "secret"))
                .build();
        List<String> policies = GovernanceSql.script(governance).steps().stream()
                .map(step -> step.sql())
                .filter(sql -> sql.startsWith("CREATE MASKING POLICY"))
                .toList();
        assertThat(policies).singleElement().asString().contains("->\nCAST(NULL AS VARCHAR)\n");
    }

    @Test
    void whatHidesIsThereBeforeAnybodyIsLetIn() {
        List<String> order = GovernanceSql.script(PayerGovernance.declared()).steps().stream()
                .map(step -> step.sql())
                .toList();
        int lastMask = 0;
        int firstGrant = order.size();
        for (int i = 0; i < order.size(); i++) {
            lastMask = order.get(i).contains(" SET MASKING POLICY ")
                            || order.get(i).contains(" ADD ROW ACCESS POLICY ")
                    ? i
                    : lastMask;
            firstGrant = order.get(i).startsWith("GRANT ") ? Math.min(i, firstGrant) : firstGrant;
        }
        assertThat(lastMask).isPositive().isLessThan(firstGrant);
    }

    @Test
    void rolesWithoutAccessToASchemaGetNothingThere() {
        String text = GovernanceSql.script(PayerGovernance.declared()).text();
        assertThat(text).contains("GRANT DATABASE ROLE \"payer\".\"secure_read\" TO ROLE \"payer_analyst\"");
        assertThat(text.lines().filter(line -> line.startsWith("GRANT") && line.endsWith("TO ROLE \"payer_analyst\";")))
                .containsExactlyInAnyOrder(
                        "GRANT DATABASE ROLE \"payer\".\"secure_read\" TO ROLE \"payer_analyst\";",
                        "GRANT USAGE ON WAREHOUSE \"report_wh\" TO ROLE \"payer_analyst\";");
        assertThat(text.lines().filter(line -> line.endsWith("TO DATABASE ROLE \"payer\".\"raw_load\";")))
                .noneMatch(line -> line.contains("UPDATE") || line.contains("DELETE") || line.contains("CREATE"));
    }
}
