package dev.scd2.snowflake.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.error.StoreException;
import dev.scd2.snowflake.Account;
import dev.scd2.snowflake.governance.GovernanceChange.Kind;
import dev.scd2.snowflake.script.Golden;
import dev.scd2.snowflake.script.Step;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The difference and its application, by the real driver on the stand-in, which keeps and shows what is declared. */
class GovernanceDiffTest {
    private final Governance governance = PayerGovernance.declared();

    @TempDir
    Path directory;

    private Account account;

    @BeforeEach
    void start() throws SQLException {
        account = Account.start(directory);
    }

    @AfterEach
    void stop() throws SQLException {
        account.close();
    }

    private void tables() throws SQLException {
        account.run(
                "CREATE SCHEMA IF NOT EXISTS \"payer\".\"marts\"",
                "CREATE SCHEMA IF NOT EXISTS \"payer\".\"governance\"",
                "CREATE SCHEMA IF NOT EXISTS \"payer\".\"raw\"",
                "CREATE TABLE \"payer\".\"marts\".\"dim_member\" (\"member_sk\" NUMBER(19, 0), \"member_id\" VARCHAR, \"name\""
                        + " VARCHAR, \"dob\" DATE, \"zip\" VARCHAR, \"income\" NUMBER(12, 2), \"broker_name\" VARCHAR)",
                "CREATE TABLE \"payer\".\"marts\".\"fact_claim_line\" (\"claim_id\" VARCHAR, \"member_id\" VARCHAR,"
                        + " \"service_date\" DATE, \"received_at\" TIMESTAMP_NTZ(6), \"diagnosis_code\" VARCHAR, \"note\""
                        + " VARCHAR, \"paid_amount\" NUMBER(12, 2))",
                "CREATE TABLE \"payer\".\"governance\".\"book\" (\"user_name\" VARCHAR, \"broker_name\" VARCHAR)");
    }

    private GovernanceDiff diff() {
        return GovernanceDiff.of(governance, account.connection());
    }

    private void apply() throws SQLException {
        tables();
        assertThat(diff().apply().changes()).isEmpty();
    }

    @Test
    void inAnEmptyDatabaseTheDifferenceIsTheWholeScript() throws SQLException {
        tables();
        List<String> all =
                GovernanceSql.script(governance).steps().stream().map(Step::sql).toList();
        List<String> here = diff().script().steps().stream().map(Step::sql).toList();
        assertThat(all).containsAll(here);
        assertThat(all.stream().filter(sql -> !here.contains(sql)))
                .allMatch(sql -> sql.startsWith("CREATE SCHEMA"))
                .hasSize(3);
    }

    @Test
    void lookingChangesNothing() throws SQLException {
        tables();
        account.received();
        GovernanceDiff first = diff();
        assertThat(account.received()).isNotEmpty().allMatch(sql -> sql.matches("(?s)(SHOW|DESCRIBE|SELECT) .*"));
        assertThat(diff().changes()).isEqualTo(first.changes());
    }

    @Test
    void applyingTwiceChangesNothing() throws SQLException {
        apply();
        account.received();
        assertThat(diff().isEmpty()).isTrue();
        assertThat(diff().apply().isEmpty()).isTrue();
        assertThat(account.received()).allMatch(sql -> sql.matches("(?s)(SHOW|DESCRIBE|SELECT) .*"));
    }

    @Test
    void theScriptByItselfLeavesNoDifference() throws SQLException {
        tables();
        GovernanceSql.script(governance).run(account.connection());
        assertThat(diff().changes()).isEmpty();
    }

    @Test
    void aGrantThatWasRevokedByHandIsMissing() throws SQLException {
        apply();
        account.run(
                "REVOKE SELECT ON TABLE \"payer\".\"marts\".\"dim_member\" FROM DATABASE ROLE \"payer\".\"marts_write\"");
        assertThat(diff().changes())
                .extracting(GovernanceChange::toString)
                .containsExactly("MISSING GRANT SELECT ON TABLE \"payer\".\"marts\".\"dim_member\" TO DATABASE ROLE"
                        + " \"payer\".\"marts_write\"");
        assertThat(diff().apply().isEmpty()).isTrue();
    }

    @Test
    void aGrantThatWasAddedByHandIsSurplusAndRevoked() throws SQLException {
        apply();
        account.run(
                "GRANT SELECT ON TABLE \"payer\".\"marts\".\"dim_member\" TO ROLE \"payer_analyst\"",
                "GRANT DELETE ON FUTURE TABLES IN SCHEMA \"payer\".\"raw\" TO DATABASE ROLE \"payer\".\"raw_load\"",
                "GRANT ROLE \"payer_ops\" TO ROLE \"payer_analyst\"");
        assertThat(diff().changes()).hasSize(3).allMatch(change -> change.kind() == Kind.SURPLUS);
        assertThat(diff().apply().isEmpty()).isTrue();
        assertThat(account.rows("SHOW GRANTS TO ROLE \"payer_analyst\"")).hasSize(2);
    }

    @Test
    void othersRolesUsersAndTheirGrantsAreLeftAlone() throws SQLException {
        apply();
        account.run(
                "CREATE ROLE \"others\"",
                "GRANT SELECT ON TABLE \"payer\".\"marts\".\"dim_member\" TO ROLE \"others\"",
                "GRANT SELECT ON FUTURE TABLES IN SCHEMA \"payer\".\"marts\" TO ROLE \"others\"",
                "GRANT ROLE \"payer_analyst\" TO USER \"tester\"");
        assertThat(diff().changes()).isEmpty();
    }

    @Test
    void aManagedRoleInTheHandsOfAnotherRoleIsSurplus() throws SQLException {
        apply();
        account.run("CREATE ROLE \"others\"", "GRANT ROLE \"payer_ops\" TO ROLE \"others\"");
        assertThat(diff().changes())
                .extracting(GovernanceChange::toString)
                .containsExactly("SURPLUS GRANT ROLE \"payer_ops\" TO ROLE \"others\"");
    }

    @Test
    void whatATableGotWhenItWasMadeIsNoSurplus() throws SQLException {
        apply();
        account.run(
                "CREATE TABLE \"payer\".\"marts\".\"later\" (\"a\" INTEGER)",
                "GRANT INSERT ON TABLE \"payer\".\"marts\".\"later\" TO DATABASE ROLE \"payer\".\"marts_write\"");
        assertThat(diff().changes()).isEmpty();
        account.run(
                "GRANT REFERENCES ON TABLE \"payer\".\"marts\".\"later\" TO DATABASE ROLE \"payer\".\"marts_write\"");
        assertThat(diff().changes()).singleElement().matches(change -> change.kind() == Kind.SURPLUS);
    }

    @Test
    void whatWasChangedByHandIsPutRightInTheGoldenStatements() throws SQLException {
        apply();
        account.run(
                "ALTER MASKING POLICY \"payer\".\"governance\".\"direct_identifier_varchar\" SET BODY -> \"val\"",
                "ALTER ROW ACCESS POLICY \"payer\".\"governance\".\"own_book\" SET BODY -> TRUE",
                "CREATE MASKING POLICY \"payer\".\"governance\".\"by_hand\" AS (\"val\" VARCHAR) RETURNS VARCHAR -> \"val\"",
                "CREATE ROW ACCESS POLICY \"payer\".\"governance\".\"all_rows\" AS (\"val\" VARCHAR) RETURNS BOOLEAN -> TRUE",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" MODIFY COLUMN \"name\" SET MASKING POLICY"
                        + " \"payer\".\"governance\".\"by_hand\" FORCE",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" MODIFY COLUMN \"broker_name\" SET MASKING POLICY"
                        + " \"payer\".\"governance\".\"by_hand\"",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" MODIFY COLUMN \"zip\" UNSET MASKING POLICY",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" MODIFY COLUMN \"dob\" SET TAG"
                        + " \"payer\".\"governance\".\"column_class\" = 'income'",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" MODIFY COLUMN \"broker_name\" SET TAG"
                        + " \"payer\".\"governance\".\"column_class\" = 'income'",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" DROP ROW ACCESS POLICY \"payer\".\"governance\".\"own_book\"",
                "ALTER TABLE \"payer\".\"marts\".\"dim_member\" ADD ROW ACCESS POLICY \"payer\".\"governance\".\"all_rows\" ON"
                        + " (\"broker_name\")",
                "ALTER TABLE \"payer\".\"marts\".\"fact_claim_line\" ADD ROW ACCESS POLICY"
                        + " \"payer\".\"governance\".\"all_rows\" ON (\"claim_id\")",
                "ALTER VIEW \"payer\".\"secure\".\"member\" UNSET SECURE",
                "GRANT SELECT ON FUTURE TABLES IN SCHEMA \"payer\".\"raw\" TO ROLE \"payer_analyst\"",
                "GRANT SELECT ON TABLE \"payer\".\"marts\".\"dim_member\" TO DATABASE ROLE \"payer\".\"marts_write\" WITH GRANT"
                        + " OPTION",
                "CREATE ROLE \"payer_gone\" COMMENT = 'was declared once (scd2 governance of payer)'",
                "CREATE DATABASE ROLE \"payer\".\"gone_read\" COMMENT = 'was declared once (scd2 governance of payer)'");
        GovernanceDiff diff = diff();
        Golden.compare("governance-changes.sql", diff.script().text());
        assertThat(diff.changes()).hasSize(16);
        Set<Subject> subjects =
                diff.changes().stream().map(GovernanceChange::subject).collect(Collectors.toSet());
        assertThat(subjects)
                .containsExactlyInAnyOrder(
                        Subject.ROLE,
                        Subject.DATABASE_ROLE,
                        Subject.MASKING_POLICY,
                        Subject.ROW_ACCESS_POLICY,
                        Subject.COLUMN_MASK,
                        Subject.ROW_FILTER,
                        Subject.COLUMN_TAG,
                        Subject.VIEW,
                        Subject.GRANT,
                        Subject.FUTURE_GRANT);
        assertThat(diff.apply().changes()).isEmpty();
    }

    @Test
    void whatIsReadIsGolden() throws SQLException {
        apply();
        account.received();
        assertThat(diff().isEmpty()).isTrue();
        String text = new LinkedHashSet<>(account.received())
                .stream()
                        .map(sql -> new Step("Read for the difference between declaration and account.", sql).text())
                        .collect(Collectors.joining("\n"));
        Golden.compare("governance-reads.sql", text);
    }

    @Test
    void ofATableThatIsNotThereThatAloneIsTold() throws SQLException {
        GovernanceDiff first = diff();
        assertThat(first.changes().stream()
                        .filter(change -> change.subject() == Subject.TABLE)
                        .map(GovernanceChange::toString))
                .containsExactly(
                        "MISSING TABLE \"payer\".\"governance\".\"book\" (left to a person)",
                        "MISSING TABLE \"payer\".\"marts\".\"dim_member\" (left to a person)",
                        "MISSING TABLE \"payer\".\"marts\".\"fact_claim_line\" (left to a person)");
        GovernanceDiff left = first.apply();
        assertThat(left.changes()).hasSize(3).allMatch(change -> change.subject() == Subject.TABLE);
        tables();
        assertThat(diff().changes()).isNotEmpty().noneMatch(change -> change.subject() == Subject.TABLE);
        assertThat(diff().apply().isEmpty()).isTrue();
    }

    @Test
    void aDiffThatWasOvertakenIsNotApplied() throws SQLException {
        tables();
        GovernanceDiff diff = diff();
        account.run("CREATE ROLE \"payer_loader\"");
        account.received();
        assertThatThrownBy(diff::apply).isInstanceOf(StoreException.class).hasMessageContaining("Nothing was applied");
        assertThat(account.received()).allMatch(sql -> sql.matches("(?s)(SHOW|DESCRIBE|SELECT) .*"));
    }

    @Test
    void noSecretIsToldThatSomebodyPutIntoTheAccount() throws SQLException {
        apply();
        String secret = "hunter2-" + "k3y";
        account.run(
                "ALTER MASKING POLICY \"payer\".\"governance\".\"record_identifier_varchar\" SET BODY -> SHA2(\"val\" || '"
                        + secret + "')",
                "CREATE MASKING POLICY \"payer\".\"governance\".\"by_hand\" AS (\"val\" VARCHAR) RETURNS VARCHAR -> '"
                        + secret + "' COMMENT = 'password " + secret + "'",
                "CREATE OR REPLACE SECURE VIEW \"payer\".\"secure\".\"member\" AS SELECT '" + secret + "' AS \"a\"",
                "CREATE ROLE \"payer_gone\" COMMENT = 'key " + secret + " (scd2 governance of payer)'");
        GovernanceDiff diff = diff();
        assertThat(diff.changes()).hasSize(4);
        String told = diff.changes()
                + diff.script().text()
                + GovernanceSql.script(governance).text();
        assertThat(told)
                .doesNotContain(secret)
                .doesNotContain(account.properties().getProperty("password") + "\"");
        account.connection().close();
        assertThatThrownBy(diff::apply)
                .isInstanceOf(StoreException.class)
                .satisfies(failure ->
                        assertThat(failure.toString() + failure.getCause()).doesNotContain(secret));
    }
}
