package dev.scd2.examples.healthcare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.examples.healthcare.PayerShell.Said;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A whole run on what stands in for Snowflake, and what comes after one on an account. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnowflakePayerRunTest {
    private Path directory;
    private Said run;

    @BeforeAll
    void runOnce(@TempDir Path temporary) {
        directory = temporary.resolve("run");
        run = new PayerShell(directory).xs("run", "--fresh", "--warehouse", "snowflake");
    }

    @Test
    void itSaysThatSomethingStandsInAndReportsWhatDuckDbReports() {
        assertThat(run.code()).as(run.err() + run.out()).isZero();
        assertThat(run.out())
                .startsWith("The warehouse is a stand-in for Snowflake")
                .containsPattern("\n[1-9][0-9]* checks passed, 0 failed\n")
                .contains("the stand-in ended with this run");
        assertThat(report(run)).isEqualTo(report(new PayerShell(directory).xs("run")));
    }

    private static String report(Said said) {
        return said.out()
                .substring(said.out().indexOf("\nversions, and"), said.out().indexOf("\ndone in "));
    }

    @Test
    void onAnAccountTheStagesGoOnWhereTheyWereAndChangeNothing() throws Exception {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory.resolveSibling("snowflake"));
                Connection there = DriverManager.getConnection(snowflake.url(), snowflake.properties())) {
            PayerShell account = new PayerShell(directory, PayerShell.account(snowflake));
            requireDone(account);
            Map<String, List<String>> before = WarehouseRows.of(there);
            snowflake.forgetStatements();
            requireDone(account);
            PayerRunTest.requireEqual(WarehouseRows.of(there), before);
            assertThat(snowflake.statements())
                    .noneMatch(statement -> statement.sql().startsWith("PUT"));
            assertThat(account.say("retro", "--warehouse", "snowflake").out()).contains(" M9000001 ");
        }
    }

    private static void requireDone(PayerShell account) {
        for (String stage : List.of("load", "transform", "check")) {
            Said said = account.xs(stage, "--warehouse", "snowflake");
            assertThat(said.code()).as(stage + said.err() + said.out()).isZero();
        }
    }
}
