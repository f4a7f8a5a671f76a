package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CasesTest {
    private static final String LATE = """
            { "name": "a late row", "dimension": { "naturalKey": ["id"], "columns": { "id": "text", "plan": "text" },
                "maxDeleteShare": 1.0 },
              "steps": [ { "apply": [
                { "kind": "observation", "validFrom": "2024-02-01T00:00:00Z", "sequence": 2, "key": { "id": "M1" }, "values": { "plan": "B" } },
                { "kind": "observation", "validFrom": "2024-01-01T00:00:00Z", "sequence": 3, "key": { "id": "M1" }, "values": { "plan": "A" } } ] } ],
              "expect": { "versions": [
                { "id": "M1", "plan": "A", "validTo": "2024-02-01T00:00:00Z" }, { "id": "M1", "plan": "B", "validTo": null } ] },
              "orders": "all", "replay": true }
            """;
    private static final String JOIN = """
            { "name": "a join", "dimension": { "naturalKey": ["id"], "columns": { "id": "text" } }, "versions": [],
              "facts": [ { "claim": 1, "id": "M1", "at": "2024-01-01T00:00:00Z" } ],
              "expect": [ { "claim": 1, "outcome": "UNKNOWN_KEY" } ] }
            """;

    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(directory);
        Files.createDirectories(directory.resolve("cases/below"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "duckdb"})
    void whatHoldsPasses(String store) {
        shell.write("cases/below/late.json", LATE);
        shell.write("cases/README.md", "no case");

        Shell.Answer answer = shell.run("cases", "@cases", "--store", store);

        assertThat(answer.out()).isEqualToIgnoringNewLines("1 passed, 0 failed");
        assertThat(answer.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aFailureShowsItsRowsAndIsCounted() {
        shell.write("cases/late.json", LATE);
        shell.write("cases/wrong.json", LATE.replace("\"plan\": \"A\", \"validTo\"", "\"plan\": \"Z\", \"validTo\""));

        Shell.Answer answer = shell.run("cases", "@cases", "--store", "memory");

        assertThat(answer.code()).isEqualTo(ExitCode.VIOLATED);
        assertThat(answer.out())
                .contains("FAILED wrong.json: a late row", "expected  M1  Z", "actual    M1  A")
                .endsWith("1 passed, 1 failed\n");
    }

    @Test
    void aFileWithAnUnknownFieldFailsAndTheOthersGoOn() {
        shell.write("cases/a.json", LATE.replace("\"sequence\": 3", "\"seqence\": 3"));
        shell.write("cases/b.json", LATE);

        Shell.Answer answer = shell.run("cases", "@cases", "--store", "memory");

        assertThat(answer.code()).isEqualTo(ExitCode.VIOLATED);
        assertThat(answer.out())
                .contains("FAILED a.json", "steps[0].apply[1] has the unknown field 'seqence'")
                .endsWith("1 passed, 1 failed\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "duckdb", "postgres"})
    void joinsAreRunWhereTheStoreIs(String store) {
        shell.write("cases/join.json", JOIN);
        shell.write("cases/wrong.json", JOIN.replace("UNKNOWN_KEY", "GAP"));

        Shell.Answer answer = shell.run("cases", "@cases", "--store", store);

        assertThat(answer.code()).isEqualTo(ExitCode.VIOLATED);
        assertThat(answer.out()).contains("FAILED wrong.json").endsWith("1 passed, 1 failed\n");
    }

    @Test
    void jsonHasEveryCase() {
        shell.write("cases/late.json", LATE);
        shell.write("cases/wrong.json", LATE.replace("\"validTo\": null", "\"validTo\": \"2025-01-01T00:00:00Z\""));

        JsonNode document = shell.run("cases", "@cases", "--store", "memory", "--output", "json")
                .json();

        assertThat(document.path("passed").intValue()).isEqualTo(1);
        assertThat(document.path("failed").intValue()).isEqualTo(1);
        assertThat(document.path("cases").path(0).path("outcome").textValue()).isEqualTo("passed");
        assertThat(document.path("cases").path(1).path("findings").path(0).textValue())
                .contains("versions");
    }

    @Test
    void aFolderWithoutCasesIsAMistake() {
        assertThat(shell.run("cases", "@cases", "--store", "memory").err()).contains("There is no case file in");
        assertThat(shell.run("cases", "@nowhere", "--store", "memory").err()).contains("There is no folder");
    }

    @Test
    void aUrlIsForPostgresOnly() {
        shell.write("cases/late.json", LATE);

        assertThat(shell.run("cases", "@cases", "--store", "memory", "--url", "x")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }
}
