package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts in files meet versions in files. */
class JoinTest {
    private static final String[] JOIN = {
        "join", "--facts", "@claims.csv", "--versions", "@members.csv", "--key", "member=member_id", "--at", "day"
    };

    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
        shell.write("members.csv", """
                member_id,plan,valid_from,valid_to
                M1,A,2024-01-01,2024-03-01
                M1,B,2024-05-01,
                M2,C,2024-01-01,9999-12-31
                M3,D,2024-05-01,2024-05-01
                """);
        shell.write("claims.csv", """
                claim_id,member,day
                1,M1,2024-02-29
                2,M1,2024-03-01
                3,M1,2024-06-01
                4,M2,2023-12-31
                5,M3,2024-05-01
                6,,2024-01-01
                7,M2,
                """);
    }

    private static String[] join(String... more) {
        List<String> words = new ArrayList<>(List.of(JOIN));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static List<String> ends(JsonNode document) {
        List<String> ends = new ArrayList<>();
        document.path("outcomes")
                .forEach(row -> ends.add(
                        row.path("outcome").asText() + "=" + row.path("facts").asText()));
        return ends;
    }

    @Test
    void everyFactComesOutOnceAndSaysHowItEnded() {
        Shell.Answer answer = shell.run(join("--anchor", "start", "--output", "json"));
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.err()).contains("1 versions end before or when they start");
        assertThat(answer.json().path("facts").asInt()).isEqualTo(7);
        assertThat(ends(answer.json()))
                .containsExactlyInAnyOrder(
                        "MATCHED=2", "GAP=1", "BEFORE_FIRST=1", "UNKNOWN_KEY=1", "NULL_KEY=1", "NULL_TIME=1");
        assertThat(answer.json().path("first").findValuesAsText("members_plan")).contains("A", "B");
    }

    @Test
    void theEndOfADayAndItsZoneAreSaidAndCount() {
        shell.write("one.csv", "member_id,plan,valid_from,valid_to\nM1,A,2024-01-01T20:00:00Z,\n");
        shell.write("claim.csv", "claim_id,member,day\n1,M1,2024-01-01\n");
        String[] words = {
            "join",
            "--facts",
            "@claim.csv",
            "--versions",
            "@one.csv",
            "--key",
            "member=member_id",
            "--at",
            "day",
            "--output",
            "json",
            "--anchor"
        };
        assertThat(ends(shell.run(with(words, "start")).json())).containsExactly("BEFORE_FIRST=1");
        assertThat(ends(shell.run(with(words, "end")).json())).containsExactly("MATCHED=1");
        assertThat(ends(shell.run(with(words, "end", "--zone", "Asia/Tokyo")).json()))
                .as("the day ends at 15:00 UTC there")
                .containsExactly("BEFORE_FIRST=1");
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void lastDaysAreInclusive() {
        Shell.Answer answer = shell.run(join("--anchor", "start", "--last-day", "valid_to", "--output", "json"));
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(ends(answer.json())).contains("MATCHED=4").doesNotContain("GAP=1");
    }

    @Test
    void aDateWithoutAnAnchorIsRefused() {
        Shell.Answer answer = shell.run(join());
        assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.err()).contains("--anchor start or --anchor end");
    }

    @Test
    void severalVersionsInForceAreAmbiguousUnlessAnOrderIsDeclared() {
        shell.write("members.csv", """
                member_id,plan,valid_from,valid_to
                M1,A,2024-01-01,2024-04-01
                M1,B,2024-02-01,
                """);
        assertThat(ends(shell.run(join("--anchor", "start", "--output", "json")).json()))
                .contains("AMBIGUOUS=2");
        JsonNode ordered = shell.run(join("--anchor", "start", "--order", "plan", "--output", "json"))
                .json();
        assertThat(ends(ordered)).contains("MATCHED=3").doesNotContain("AMBIGUOUS=2");
    }

    @Test
    void factsAndVersionsComeFromParquetAndDuckDbAndTheResultGoesThere() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("in.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE member (id BIGINT, plan VARCHAR, valid_from TIMESTAMPTZ, valid_to TIMESTAMPTZ)");
            statement.execute("INSERT INTO member VALUES (7, 'A', '2024-01-01 00:00:00+00', NULL)");
            statement.execute("COPY (SELECT 1 AS claim, 7 AS member, TIMESTAMPTZ '2024-02-01 00:00:00+00' AS at) TO '"
                    + directory.resolve("claims.parquet") + "' (FORMAT PARQUET)");
        }
        String versions = directory.resolve("in.duckdb") + "#member";
        String[] words = {
            "join", "--facts", "@claims.parquet", "--versions", versions, "--key", "member=id", "--at", "at"
        };
        Shell.Answer answer = shell.run(with(words, "--to", "@out.parquet"));
        assertThat(answer.code()).as(answer.err()).isZero();
        Shell.Answer again = shell.run(with(words, "--to", directory.resolve("out.duckdb") + "#keyed"));
        assertThat(again.code()).as(again.err()).isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("out.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("(FROM keyed EXCEPT FROM '" + directory.resolve("out.parquet")
                        + "') UNION ALL SELECT * FROM keyed WHERE member_plan = 'A' AND member_outcome = 'MATCHED'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).as("no more than the one row, in both").isFalse();
        }
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        Path there = directory.resolve("there.csv");
        Files.writeString(there, "mine\n");
        Shell.Answer answer = shell.run(join("--anchor", "start", "--to", "@there.csv"));
        assertThat(answer.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(Files.readString(there)).isEqualTo("mine\n");
    }

    @Test
    void theSqlThatIsPrintedGivesTheSameWithoutThisProgram() throws SQLException {
        String printed = shell.run(join("--anchor", "start", "--sql")).out();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            String[] statements = printed.strip().split(";\n?");
            for (int i = 0; i < statements.length - 1; i++) {
                statement.execute(statements[i]);
            }
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FILTER (members_outcome = 'MATCHED') FROM ("
                    + statements[statements.length - 1] + ")")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }
}
