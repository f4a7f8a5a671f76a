package dev.scd2.snowflake.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.snowflake.Account;
import dev.scd2.snowflake.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/snowflake-governance.md, run, and compared with the page. */
class GovernanceGuideTest {
    @TempDir
    Path directory;

    @Test
    void theProgramOfTheGuideLeavesNoDifference() throws SQLException, IOException {
        try (Account account = Account.start(directory)) {
            account.run(
                    "CREATE SCHEMA \"payer\".\"marts\"",
                    "CREATE TABLE \"payer\".\"marts\".\"dim_member\" (\"name\" VARCHAR, \"dob\" DATE)");
            Path file = directory.resolve("governance.sql");
            assertThat(program(account.connection(), file).isEmpty()).isTrue();
            assertThat(Files.readString(file)).contains("CREATE MASKING POLICY");
            assertThat(program(account.connection(), file).isEmpty()).isTrue();
        }
    }

    private static GovernanceDiff program(Connection connection, Path file) throws IOException {
        Governance governance = Governance.of("payer")
                .schema("marts", "curated tables")
                .role(FunctionalRole.named("payer_analyst", "asks questions about nobody in particular")
                        .access("marts", Access.READ)
                        .warehouse("report_wh"))
                .role(FunctionalRole.named("payer_ops", "serves members, whom it has to know")
                        .inherits("payer_analyst"))
                .columnClass(
                        ColumnClass.named("direct_identifier", "names a person").shows("payer_ops", Mask.clear()))
                .columnClass(ColumnClass.named("birth_date", "when a person was born")
                        .shows("payer_ops", Mask.clear())
                        .shows("payer_analyst", Mask.year()))
                .table(GovernedTable.of("marts", "dim_member")
                        .column("name", "VARCHAR", "direct_identifier")
                        .column("dob", "DATE", "birth_date"))
                .build();
        Files.writeString(file, GovernanceSql.script(governance).text()); // to read and approve
        GovernanceDiff diff = GovernanceDiff.of(governance, connection); // changes nothing
        diff.changes().forEach(System.out::println);
        GovernanceDiff left = diff.apply();
        return left;
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() throws IOException {
        Guide.compare("snowflake-governance.md", "governance/GovernanceGuideTest.java");
    }
}
