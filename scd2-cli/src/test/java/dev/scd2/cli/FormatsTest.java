package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    private JsonNode historyAfter(String mode, String file, String... more) {
        String[] fixed = {"apply", "--key", "id", "--to", "@" + file + ".duckdb", mode, "@" + file};
        String[] words = new String[fixed.length + more.length];
        System.arraycopy(fixed, 0, words, 0, fixed.length);
        System.arraycopy(more, 0, words, fixed.length, more.length);
        Shell.Answer answer = shell.run(words);
        assertThat(answer.code()).as(answer.err()).isZero();
        return shell.run("asof", "@" + file + ".duckdb", "--at", "2026-06-01", "--output", "json")
                .json()
                .path("versions");
    }

    @Test
    void byteOrderMarkLineEndsQuotesAndGzipDoNotMatter() {
        String plain = "id,name\n1,\"a, \"\"b\"\"\"\n2,\"two\nlines\"\n3,\n";
        shell.writeBytes("a-20260101.csv", plain.getBytes(StandardCharsets.UTF_8));
        shell.writeBytes("b-20260101.csv", ("\ufeff" + plain.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8));
        shell.writeGzip("c-20260101.csv.gz", "\ufeff" + plain);
        JsonNode expected = historyAfter("--snapshot", "a-20260101.csv", "--at-from-filename");
        assertThat(expected.findValuesAsText("name")).containsExactly("a, \"b\"", "two\nlines", "null");
        assertThat(expected.get(2).path("name").isNull()).isTrue();
        assertThat(historyAfter("--snapshot", "b-20260101.csv", "--at-from-filename")
                        .findValuesAsText("name"))
                .containsExactly("a, \"b\"", "two\r\nlines", "null");
        assertThat(historyAfter("--snapshot", "c-20260101.csv.gz", "--at-from-filename"))
                .isEqualTo(expected);
    }

    @Test
    void jsonLinesBringTypesAndLeaveUnsaidWhatTheyLeaveOut() {
        shell.writeGzip("a.jsonl.gz", """
                {"id": 1, "name": "Ann", "score": 1.5, "member": true, "at": "2026-01-01"}
                {"id": 1, "score": 2, "at": "2026-02-01T00:00:00Z"}
                {"id": 2, "name": null, "score": null, "member": false, "at": "2026-01-01 10:00:00"}
                """);
        JsonNode versions = historyAfter("--changes", "a.jsonl.gz", "--valid-from", "at");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).path("name").asText()).isEqualTo("Ann");
        assertThat(versions.get(0).path("score").isDouble()).isTrue();
        assertThat(versions.get(0).path("member").isBoolean()).isTrue();
        assertThat(versions.get(0).path("id").isIntegralNumber()).isTrue();
        assertThat(versions.get(1).path("name").isNull()).isTrue();
    }

    @Test
    void parquetBringsTypes() throws SQLException {
        Path file = shell.path("a.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1::INTEGER AS id, 'Ann' AS name, 1.50::DECIMAL(10,2) AS fee,"
                    + " DATE '2000-02-03' AS born, TIMESTAMP '2026-01-01 00:00:00' AS since, 'ab'::BLOB AS raw,"
                    + " [1,2] AS list) TO '" + file + "' (FORMAT parquet)");
        }
        JsonNode version =
                historyAfter("--changes", "a.parquet", "--valid-from", "since").get(0);
        assertThat(version.path("id").asInt()).isEqualTo(1);
        assertThat(version.path("fee").decimalValue()).isEqualByComparingTo("1.50");
        assertThat(version.path("born").asText()).isEqualTo("2000-02-03");
        assertThat(version.path("raw").asText()).isEqualTo("6162");
        assertThat(version.path("list").asText()).isEqualTo("[1, 2]");
        assertThat(version.path("valid_from").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aDeclaredTypeIsParsedAndWhatDoesNotFitIsRejected() {
        shell.write("a.csv", "id,fee,born", "1,1.5,2000-02-03", "2,abc,2000-02-03");
        Shell.Answer answer = shell.run(
                "apply",
                "--key",
                "id",
                "--type",
                "fee=decimal(10,2)",
                "--type",
                "born=date",
                "--at",
                "2026-01-01",
                "--to",
                "@h.duckdb",
                "--changes",
                "@a.csv");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.err()).contains("WRONG_TYPE, row 3").doesNotContain("abc");
        assertThat(shell.run("history", "1", "--from", "@h.duckdb", "--output", "csv")
                        .out())
                .contains(",1.50,2000-02-03");
    }

    @Test
    void timesInFileNamesAreFound() {
        assertThat(FileTime.inName("snap-20190206T202952Z.csv.gz")).isEqualTo("2019-02-06T20:29:52Z");
        assertThat(FileTime.inName("x_2026-01-02.csv")).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(FileTime.inName("x-2026-01-02T03:04:05Z.csv")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(FileTime.inName("20260102.parquet")).isEqualTo("2026-01-02T00:00:00Z");
    }
}
