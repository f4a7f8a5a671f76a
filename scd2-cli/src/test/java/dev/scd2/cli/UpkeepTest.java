package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    private int files;

    private void apply(String... rows) {
        String file = "changes-" + ++files + ".csv";
        String[] lines = new String[rows.length + 1];
        lines[0] = "id,plan,phone,at,seq";
        System.arraycopy(rows, 0, lines, 1, rows.length);
        shell.write(file, lines);
        Shell.Answer answer = shell.run(
                "apply",
                "--key",
                "id",
                "--personal",
                "phone",
                "--valid-from",
                "at",
                "--sequence",
                "seq",
                "--changes",
                "@" + file,
                "--to",
                "@h.duckdb");
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.OK);
    }

    private Shell.Answer ask(String... words) {
        Shell.Answer answer = shell.run(words);
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.OK);
        return answer;
    }

    private JsonNode history(String key) {
        return ask("history", key, "--from", "@h.duckdb", "--output", "json")
                .json()
                .path("versions");
    }

    private JsonNode quarantine() {
        return ask("quarantine", "list", "@h.duckdb", "--output", "json").json().path("rejections");
    }

    @Test
    void afterAPruneWhatBeginsBeforeTheHorizonGoesToQuarantine() {
        apply("M1,A,1,2024-01-01,1", "M1,B,1,2024-02-01,2", "M1,C,1,2024-05-01,3");

        JsonNode pruned = ask("prune", "@h.duckdb", "--before", "2024-04-01", "--output", "json")
                .json();

        assertThat(pruned.path("horizon").textValue()).isEqualTo("2024-04-01T00:00:00Z");
        assertThat(pruned.path("forgotten").intValue()).isEqualTo(1);
        assertThat(pruned.path("recorded").path(0).path("audit").textValue()).isEqualTo("PRUNE");
        assertThat(history("M1")).hasSize(3);
        apply("M1,Z,1,2024-03-01,4");
        assertThat(history("M1")).hasSize(3);
        assertThat(quarantine()).hasSize(1);
        assertThat(quarantine().path(0).path("reason").textValue()).isEqualTo("BEFORE_HORIZON");
    }

    @Test
    void anErasureLeavesAReceiptAndNoPersonalValue() {
        apply("M1,A,555-0100,2024-01-01,1", "M2,A,555-0199,2024-01-01,2");

        Shell.Answer answer = ask("erase", "M1", "--sequence", "9", "--from", "@h.duckdb");

        assertThat(answer.out()).contains("ERASE", "Receipt").doesNotContain("M1", "555");
        assertThat(history("M1").path(0).path("phone").isNull()).isTrue();
        assertThat(history("M2").path(0).path("phone").textValue()).isEqualTo("555-0199");
        apply("M1,B,555-0100,2024-02-01,3");
        assertThat(history("M1").path(1).path("phone").isNull()).isTrue();
    }

    @Test
    void anErasureNeedsASequenceWhereRowsBringTheirs() {
        apply("M1,A,1,2024-01-01,1");

        assertThat(shell.run("erase", "M1", "--from", "@h.duckdb").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aTableWithoutPersonalColumnsHasNothingToErase() {
        shell.write("a.csv", "id,plan", "M1,A");
        ask("apply", "--key", "id", "--at", "2024-01-01", "--snapshot", "@a.csv", "--to", "@h.duckdb");

        assertThat(shell.run("erase", "M1", "--from", "@h.duckdb").err()).contains("--personal");
    }

    @Test
    void theLoserOfAConflictWinsWhenItIsReleasedWithAGreaterSequence() {
        apply("M1,A,1,2024-01-01,1", "M1,B,1,2024-01-01,1");
        String winner = history("M1").path(0).path("plan").textValue();
        String id = quarantine().path(0).path("id").textValue();

        JsonNode released = ask(
                        "quarantine", "release", id, "--sequence", "2", "--from", "@h.duckdb", "--output", "json")
                .json();

        assertThat(released.path("accepted").intValue()).isEqualTo(1);
        assertThat(released.path("recorded").path(0).path("audit").textValue()).isEqualTo("RELEASE");
        assertThat(history("M1").path(0).path("plan").textValue()).isNotEqualTo(winner);
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void whatIsGivenUpLeavesAnAuditEntryThatSaysWhy() {
        apply("M1,A,1,2024-01-01,1", "M1,B,1,2024-01-01,1");

        Shell.Answer answer = ask("quarantine", "discard", "--all", "--why", "known twin", "--from", "@h.duckdb");

        assertThat(answer.out()).contains("1 given up", "DISCARD", "reason=CONFLICT why=known twin");
        assertThat(quarantine()).isEmpty();
    }

    @Test
    void aRejectionThatIsNotThereIsAMistake() {
        apply("M1,A,1,2024-01-01,1");

        assertThat(shell.run("quarantine", "release", "nothing", "--from", "@h.duckdb")
                        .err())
                .contains("There is no rejection nothing");
        assertThat(shell.run("quarantine", "release", "--from", "@h.duckdb").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("quarantine").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aRebuildOfASoundTableWritesNothing() {
        apply("M1,A,1,2024-01-01,1", "M1,B,1,2024-02-01,2");

        JsonNode rebuilt = ask("rebuild", "@h.duckdb", "--output", "json").json();

        assertThat(rebuilt.path("written").intValue()).isZero();
        assertThat(rebuilt.path("recorded").path(0).path("audit").textValue()).isEqualTo("REBUILD");
    }

    @Test
    void aSampleOfKeysIsVerifiedAlone() {
        apply("M1,A,1,2024-01-01,1", "M2,B,1,2024-02-01,2", "M3,B,1,2024-02-01,3");

        assertThat(ask("verify", "@h.duckdb", "--key-sample", "2", "--output", "json")
                        .json()
                        .path("keys")
                        .intValue())
                .isEqualTo(2);
        assertThat(ask("verify", "@h.duckdb", "--full", "--output", "json")
                        .json()
                        .path("keys")
                        .intValue())
                .isEqualTo(3);
        assertThat(shell.run("verify", "@h.duckdb", "--full", "--key-sample", "2")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }
}
