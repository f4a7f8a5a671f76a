package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    private Shell.Answer applyThree() {
        shell.write("s-20260101.csv", "id,name,city", "1,Ann,Bonn", "2,Bob,Ulm", "3,Cy,Jena");
        shell.write("s-20260201.csv", "id,name,city", "1,Ann,Bonn", "2,Bob,Kiel", "3,Cy,Jena");
        shell.write("s-20260301.csv", "id,name,city", "1,Ann,Bonn", "2,Bob,Kiel");
        return shell.run(
                "apply",
                "--key",
                "id",
                "--at-from-filename",
                "--max-delete-share",
                "0.5",
                "--output",
                "json",
                "--snapshot",
                "@s-20260301.csv",
                "@s-20260101.csv",
                "@s-20260201.csv",
                "--to",
                "@h.duckdb");
    }

    @Test
    void filesAreAppliedInOrderOfTheirTime() {
        Shell.Answer answer = applyThree();
        assertThat(answer.code()).as(answer.err()).isZero();
        JsonNode files = answer.json().path("files");
        assertThat(files.findValuesAsText("file"))
                .containsExactly("s-20260101.csv", "s-20260201.csv", "s-20260301.csv");
        assertThat(files.findValuesAsText("inserted")).containsExactly("3", "1", "0");
        assertThat(files.findValuesAsText("closed")).containsExactly("0", "1", "1");
        assertThat(answer.json().path("total").path("rows").asInt()).isEqualTo(8);
    }

    @Test
    void verifyCountsAndNeedsNoColumns() {
        applyThree();
        Shell.Answer answer = shell.run("verify", "@h.duckdb", "--output", "json");
        assertThat(answer.code()).isZero();
        assertThat(answer.json().path("versions").asInt()).isEqualTo(4);
        assertThat(answer.json().path("open").asInt()).isEqualTo(2);
        assertThat(answer.json().path("keys").asInt()).isEqualTo(3);
        assertThat(answer.json().path("violations").properties())
                .hasSize(8)
                .allSatisfy(entry -> assertThat(entry.getValue().asInt()).isZero());
    }

    @Test
    void historyShowsTheVersionsOfOneKey() {
        applyThree();
        Shell.Answer csv = shell.run("history", "2", "--from", "@h.duckdb", "--output", "csv");
        assertThat(csv.out().lines())
                .containsExactly(
                        "id,valid_from,valid_to,current,deleted,name,city",
                        "2,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,false,false,Bob,Ulm",
                        "2,2026-02-01T00:00:00Z,,true,false,Bob,Kiel");
        assertThat(shell.run("history", "2", "--from", "@h.duckdb").out())
                .contains("open")
                .contains("Kiel");
        assertThat(shell.run("history", "9", "--from", "@h.duckdb").code()).isEqualTo(1);
        assertThat(shell.run("history", "2", "9", "--from", "@h.duckdb").code()).isEqualTo(2);
    }

    @Test
    void asOfShowsEveryKeyAtOneTime() {
        applyThree();
        JsonNode then = shell.run("asof", "@h.duckdb", "--at", "2026-02-28", "--output", "json")
                .json();
        assertThat(then.path("versions").findValuesAsText("city")).containsExactly("Bonn", "Kiel", "Jena");
        JsonNode now = shell.run("asof", "--from", "@h.duckdb", "--at", "2026-03-01T00:00:00Z", "--output", "json")
                .json();
        assertThat(now.path("versions").findValuesAsText("id")).containsExactly("1", "2");
        assertThat(shell.run("asof", "@h.duckdb", "--at", "soon").code()).isEqualTo(2);
    }

    @Test
    void applyingTheSameFilesAgainChangesNothingAndSaysSo() {
        applyThree();
        Shell.Answer again = shell.run(
                "apply", "--at-from-filename", "--snapshot", "@s-20260101.csv", "@s-20260301.csv", "--to", "@h.duckdb");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("2 of 2 files were known already: they changed nothing.");
        assertThat(shell.run("verify", "@h.duckdb", "--output", "json")
                        .json()
                        .path("versions")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void planWritesNothing() throws Exception {
        shell.write("a-20260101.csv", "id,name", "1,Ann");
        shell.write("b-20260201.csv", "id,name", "1,Eve");
        Shell.Answer fresh = shell.run(
                "plan",
                "--key",
                "id",
                "--at-from-filename",
                "--output",
                "json",
                "--snapshot",
                "@a-20260101.csv",
                "@b-20260201.csv",
                "--to",
                "@h.duckdb");
        assertThat(fresh.json().path("files").findValuesAsText("inserted")).containsExactly("1", "1");
        assertThat(Files.exists(shell.path("h.duckdb"))).isFalse();

        shell.run("apply", "--key", "id", "--at-from-filename", "--snapshot", "@a-20260101.csv", "--to", "@h.duckdb");
        for (int turn = 0; turn < 2; turn++) {
            Shell.Answer planned = shell.run(
                    "plan",
                    "--at-from-filename",
                    "--snapshot",
                    "@b-20260201.csv",
                    "@a-20260101.csv",
                    "--to",
                    "@h.duckdb");
            assertThat(planned.out()).as(planned.err()).contains("Nothing was written.");
        }
        assertThat(shell.run("verify", "@h.duckdb", "--output", "json")
                        .json()
                        .path("versions")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void markShowsAbsencesAndIgnoreKeepsThem() {
        shell.write("a-20260101.csv", "id,name", "1,Ann", "2,Bob");
        shell.write("b-20260201.csv", "id,name", "1,Ann");
        for (String policy : new String[] {"mark", "ignore", "close"}) {
            Shell.Answer answer = shell.run(
                    "apply",
                    "--key",
                    "id",
                    "--deletes",
                    policy,
                    "--max-delete-share",
                    "1",
                    "--at-from-filename",
                    "--snapshot",
                    "@a-20260101.csv",
                    "@b-20260201.csv",
                    "--to",
                    "@" + policy + ".duckdb");
            assertThat(answer.code()).as(answer.err()).isZero();
        }
        assertThat(shell.run("history", "2", "--from", "@mark.duckdb", "--output", "csv")
                        .out())
                .contains("2,2026-02-01T00:00:00Z,,false,true,");
        assertThat(shell.run("history", "2", "--from", "@ignore.duckdb", "--output", "csv")
                        .out())
                .contains("2,2026-01-01T00:00:00Z,,true,false,Bob");
        assertThat(shell.run("history", "2", "--from", "@close.duckdb", "--output", "csv")
                        .out())
                .contains("2,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,false,false,Bob");
    }

    @Test
    void aDuplicateKeyIsNotedWithItsRowsAndFailsOnlyWhereALimitSaysSo() {
        shell.write("a-20260101.csv", "id,name", "1,Ann", "2,Bob", "1,Zoe", "2,Bob");
        Shell.Answer answer = shell.run(
                "apply", "--key", "id", "--at-from-filename", "--snapshot", "@a-20260101.csv", "--to", "@h.duckdb");
        assertThat(answer.code()).isZero();
        assertThat(answer.err())
                .contains("rows 2 and 4 have the same key and different values (DUPLICATE_KEY_IN_SNAPSHOT)")
                .contains("rows 3 and 5 have the same key and the same values")
                .doesNotContain("Ann");
        Shell.Answer strict = shell.run(
                "apply",
                "--key",
                "id",
                "--reject-limit",
                "0",
                "--at-from-filename",
                "--snapshot",
                "@a-20260101.csv",
                "--to",
                "@strict.duckdb");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.err()).contains("--reject-limit");
    }

    @Test
    void theBrakeHoldsBeforeAnythingIsWrittenAndSaysHowToGoOn() {
        shell.write("a-20260101.csv", "id,name", "A,Ann", "B,Bob");
        shell.write("b-20260201.csv", "id,name", "a,Ann", "b,Bob");
        Shell.Answer braked = shell.run(
                "apply",
                "--key",
                "id",
                "--at-from-filename",
                "--snapshot",
                "@a-20260101.csv",
                "@b-20260201.csv",
                "--to",
                "@h.duckdb");
        assertThat(braked.code()).isEqualTo(1);
        assertThat(braked.err())
                .contains("100.0 %")
                .contains("20.0 %")
                .contains("--normalize-key upper to go on with this table")
                .contains("--normalize-key lower with a new table")
                .contains("kept: 1 file a-20260101.csv");
        Shell.Answer wrong = shell.run(
                "apply",
                "--normalize-key",
                "lower",
                "--at-from-filename",
                "--snapshot",
                "@b-20260201.csv",
                "--to",
                "@h.duckdb");
        assertThat(wrong.code()).isEqualTo(1);
        Shell.Answer goneOn = shell.run(
                "apply",
                "--normalize-key",
                "upper",
                "--at-from-filename",
                "--snapshot",
                "@a-20260101.csv",
                "@b-20260201.csv",
                "--to",
                "@h.duckdb");
        assertThat(goneOn.code()).as(goneOn.err()).isZero();
        assertThat(shell.run("history", "a", "--from", "@h.duckdb", "--output", "json")
                        .json()
                        .path("versions"))
                .hasSize(1);
    }

    @Test
    void anEmptySnapshotIsRefusedWhereverItStands() {
        shell.write("a-20260101.csv", "id,name");
        shell.write("b-20260201.csv", "id,name", "1,Ann");
        shell.write("c-20260301.csv", "id,name");
        Shell.Answer first = shell.run(
                "apply", "--key", "id", "--at-from-filename", "--snapshot", "@a-20260101.csv", "--to", "@h.duckdb");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.err()).contains("a-20260101.csv").contains("--max-delete-share 1");
        Shell.Answer among = shell.run(
                "apply",
                "--key",
                "id",
                "--at-from-filename",
                "--snapshot",
                "@b-20260201.csv",
                "@c-20260301.csv",
                "--to",
                "@h.duckdb");
        assertThat(among.code()).isEqualTo(1);
        assertThat(among.err()).contains("c-20260301.csv").contains("--max-delete-share 1");
        Shell.Answer allowed = shell.run(
                "apply",
                "--max-delete-share",
                "1",
                "--at-from-filename",
                "--snapshot",
                "@c-20260301.csv",
                "--to",
                "@h.duckdb");
        assertThat(allowed.code()).as(allowed.err()).isZero();
        assertThat(shell.run("verify", "@h.duckdb", "--output", "json")
                        .json()
                        .path("open")
                        .asInt())
                .isZero();
    }
}
