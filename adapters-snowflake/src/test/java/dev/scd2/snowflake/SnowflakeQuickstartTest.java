package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.tck.docs.GuidePage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/snowflake-quickstart.md, run as a process with the environment that the page says; and the page. */
class SnowflakeQuickstartTest {
    private static final Path SETUP = Path.of("src/test/resources/golden/quickstart.sql");

    @TempDir
    Path directory;

    private final GuidePage page = GuidePage.named("snowflake-quickstart");

    @Test
    void theProgramMakesAFirstDimensionWithNothingButTheEnvironment() throws Exception {
        KeyPair pair = TestKeys.PAIR;
        Path key = Files.writeString(directory.resolve("rsa_key.p8"), TestKeys.pem(pair, "a passphrase"));
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory)) {
            snowflake.acceptKey(pair.getPublic());
            String told = run(Map.of(
                    "SCD2_SNOWFLAKE_URL", snowflake.url() + "?" + TestSnowflake.DRIVER,
                    "SCD2_SNOWFLAKE_USER", "tester",
                    "SCD2_SNOWFLAKE_ROLE", "SCD2_LOADER",
                    "SCD2_SNOWFLAKE_WAREHOUSE", "SCD2_WH",
                    "SCD2_SNOWFLAKE_DATABASE", "DB",
                    "SCD2_SNOWFLAKE_SCHEMA", "PUBLIC",
                    "SCD2_SNOWFLAKE_PRIVATE_KEY_FILE", key.toString(),
                    "SCD2_SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "a passphrase"));
            assertThat(told.lines()).hasSize(3);
            assertThat(told).doesNotContain("a passphrase");
            assertThat(rows(snowflake)).containsExactlyElementsOf(table());
        }
    }

    private static String run(Map<String, String> environment) throws Exception {
        ProcessBuilder program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        program.environment().keySet().removeIf(name -> name.startsWith("SCD2_SNOWFLAKE"));
        program.environment().putAll(environment);
        Process process = program.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return told;
    }

    /** What the query of the page returns, each row as the page shows it. */
    private List<String> rows(SnowflakeStandIn snowflake) throws Exception {
        try (Connection connection = DriverManager.getConnection(snowflake.url(), snowflake.properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql(1).replace(";", ""))) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    cells.add(row.getString(i));
                }
                rows.add("| " + String.join(" | ", cells) + " |");
            }
            return rows;
        }
    }

    private List<String> table() {
        return page.rows().stream().filter(row -> row.startsWith("| M1")).toList();
    }

    @Test
    void everyLineOfJavaOnThePageIsALineThatRuns() {
        page.requireSamplesIn(Quickstart.class, 1);
    }

    /** The statements of an administrator are only read by the linter: the stand-in knows no warehouses and no users. */
    @Test
    void theStatementsOfThePageAreThoseThatTheLinterReads() throws Exception {
        assertThat(sql(0)).isEqualTo(Files.readString(SETUP));
    }

    private String sql(int number) {
        return Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(page.text())
                .results()
                .skip(number)
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
