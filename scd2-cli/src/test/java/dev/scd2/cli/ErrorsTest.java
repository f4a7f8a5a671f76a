package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorsTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    private Shell.Answer apply(String file) {
        return shell.run("apply", "--key", "id", "--at", "2026-01-01", "--snapshot", file, "--to", "@h.duckdb");
    }

    private void assertRefused(Shell.Answer answer, String... words) {
        assertThat(answer.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(answer.err().lines().count()).as(answer.err()).isLessThanOrEqualTo(2);
        assertThat(answer.err()).contains(words).doesNotContain("\tat ").doesNotContain("secret");
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void aMissingFileOrDirectoryIsNamed() {
        assertRefused(apply("@nothing.csv"), "There is no file", "nothing.csv");
        shell.write("a.csv", "id,name", "1,x");
        assertRefused(
                shell.run(
                        "apply",
                        "--key",
                        "id",
                        "--at",
                        "2026-01-01",
                        "--snapshot",
                        "@a.csv",
                        "--to",
                        "@no/where/h.duckdb"),
                "There is no directory");
        assertRefused(shell.run("verify", "@h.duckdb"), "There is no file");
        assertRefused(apply("@"), "is a directory");
    }

    @Test
    void badCsvIsRefusedWithItsRowAndWithoutItsValues() {
        shell.write("wide.csv", "id,name", "1,a", "2,secret,c");
        assertRefused(apply("@wide.csv"), "wide.csv, row 3", "3 columns");
        shell.write("quote.csv", "id,name", "1,a", "2,\"secret");
        assertRefused(apply("@quote.csv"), "quote.csv, row 3", "quote");
        shell.writeBytes("latin.csv", "id,name\n1,secret\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(apply("@latin.csv"), "UTF-8");
        shell.writeBytes("mixed.csv", "id,name\r\n1,a\n2,b\r\n".getBytes(StandardCharsets.UTF_8));
        assertRefused(apply("@mixed.csv"), "mixed.csv");
        shell.writeBytes("empty.csv", new byte[0]);
        assertRefused(apply("@empty.csv"), "has no header");
    }

    @Test
    void badJsonAndParquetAreRefused() {
        shell.write("a.jsonl", "{\"id\": 1}", "{\"id\": secret}");
        assertRefused(apply("@a.jsonl"), "a.jsonl, line 2");
        shell.write("b.jsonl", "[1]");
        assertRefused(apply("@b.jsonl"), "one object a line");
        shell.write("c.parquet", "id,name");
        assertRefused(apply("@c.parquet"), "no Parquet file");
        shell.writeBytes("d.csv.gz", "id,name\n1,secret\n".getBytes(StandardCharsets.UTF_8));
        assertRefused(apply("@d.csv.gz"), "gzip");
        shell.write("e.xls", "id");
        assertRefused(apply("@e.xls"), "no known kind");
    }

    @Test
    void aFileThatIsNoDuckDbIsLeftAlone() {
        shell.write("a.csv", "id,name", "1,x");
        shell.write("h.duckdb", "this is something else ".repeat(1000));
        assertRefused(apply("@a.csv"), "is not a DuckDB file");
    }

    @Test
    void aCommandLineThatCannotBeMeantIsUsage() {
        shell.write("a.csv", "id,name", "1,x");
        assertThat(shell.run().code()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("aply").code()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("apply", "--snapshot", "@a.csv", "--to", "@h.duckdb", "--at", "2026-01-01")
                        .err())
                .contains("--key");
        Shell.Answer noTime = shell.run("apply", "--key", "id", "--snapshot", "@a.csv", "--to", "@h.duckdb");
        assertThat(noTime.code()).isEqualTo(ExitCode.USAGE);
        assertThat(noTime.err()).contains("--at-from-filename").contains("--valid-from");
        assertThat(shell.run(
                                "apply",
                                "--key",
                                "id",
                                "--at",
                                "2026-01-01",
                                "--valid-from",
                                "name",
                                "--snapshot",
                                "@a.csv",
                                "--to",
                                "@h.duckdb")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("verify").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpDocumentsTheExitCodes() {
        Shell.Answer help = shell.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Exit codes:").contains("3  the check was made");
        assertThat(shell.run("apply", "--help").out()).contains("--max-delete-share");
    }

    @Test
    void aViolatedInvariantIsExitCodeThree() throws Exception {
        shell.write("a.csv", "id,name", "1,x");
        apply("@a.csv");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:" + shell.path("h.duckdb"));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE history SET name = 'y'");
        }
        Shell.Answer found = shell.run("verify", "@h.duckdb", "--output", "json");
        assertThat(found.code()).isEqualTo(ExitCode.VIOLATED);
        assertThat(found.json().path("violations").path("I4").asInt()).isEqualTo(1);
    }
}
