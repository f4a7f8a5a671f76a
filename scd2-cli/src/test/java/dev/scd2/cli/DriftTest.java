package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    private Shell.Answer apply(String... more) {
        String[] words = new String[more.length + 8];
        String[] fixed = {"apply", "--key", "Id", "--at-from-filename", "--to", "@h.duckdb", "--output", "json"};
        System.arraycopy(fixed, 0, words, 0, fixed.length);
        System.arraycopy(more, 0, words, fixed.length, more.length);
        return shell.run(words);
    }

    @Test
    void aRenamedColumnIsAnErrorThatNamesTheOption() {
        shell.write("a-20260101.csv", "Id,Organization,City", "1,Post,Bonn");
        shell.write("b-20260201.csv", "Id,Organization name,City", "1,Post,Bonn");
        Shell.Answer refused = apply("--snapshot", "@a-20260101.csv", "@b-20260201.csv");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("b-20260201.csv lacks the kept column 'Organization'")
                .contains("--rename \"Organization name=Organization\"")
                .contains("--unsaid Organization");
        Shell.Answer renamed =
                apply("--rename", "Organization name=Organization", "--snapshot", "@a-20260101.csv", "@b-20260201.csv");
        assertThat(renamed.code()).as(renamed.err()).isZero();
        assertThat(renamed.json().path("total").path("inserted").asInt()).isEqualTo(1);
    }

    @Test
    void nothingIsAppliedBeforeAllHeadersAreKnownToFit() {
        shell.write("a-20260101.csv", "Id,City", "1,Bonn");
        shell.write("b-20260201.csv", "Id,Town", "1,Bonn");
        assertThat(apply("--snapshot", "@a-20260101.csv", "@b-20260201.csv").code())
                .isEqualTo(1);
        assertThat(shell.run("verify", "@h.duckdb").err()).contains("holds no table");
    }

    @Test
    void headersThatDifferByCaseOnlyAreAnsweredByAnOption() {
        shell.write("a-20260101.csv", "ID,Domain Type", "1,City");
        shell.write("b-20260201.csv", "id,Domain type", "1,City");
        assertThat(apply("--snapshot", "@a-20260101.csv").err())
                .contains("lacks the key column 'Id'")
                .contains("--ignore-header-case");
        Shell.Answer answer = apply("--ignore-header-case", "--snapshot", "@a-20260101.csv", "@b-20260201.csv");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.json().path("total").path("inserted").asInt()).isEqualTo(1);
    }

    @Test
    void aColumnThatSomeFilesLackIsUnsaidThereAndFlowsForward() {
        shell.write("a-20260101.csv", "Id,Agency,City", "1,Post,Bonn");
        shell.write("b-20260201.csv", "Id,City,Part", "1,Kiel,North");
        assertThat(apply("--snapshot", "@a-20260101.csv", "@b-20260201.csv").err())
                .contains("--unsaid Agency");
        Shell.Answer answer = apply("--unsaid", "Agency,Part", "--snapshot", "@a-20260101.csv", "@b-20260201.csv");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(shell.run("history", "1", "--from", "@h.duckdb", "--output", "csv")
                        .out()
                        .lines())
                .containsExactly(
                        "Id,valid_from,valid_to,current,deleted,Agency,City,Part",
                        "1,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,false,false,Post,Bonn,",
                        "1,2026-02-01T00:00:00Z,,true,false,Post,Kiel,North");
    }

    @Test
    void anUnknownColumnIsAnErrorUnlessItIsIgnored() {
        shell.write("a-20260101.csv", "Id,City", "1,Bonn");
        shell.write("b-20260201.csv", "Id,City,Extra", "1,Bonn,x");
        Shell.Answer refused = apply("--snapshot", "@a-20260101.csv", "@b-20260201.csv");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("b-20260201.csv has the unknown column 'Extra'")
                .contains("--ignore Extra");
        assertThat(apply("--ignore", "Extra", "--snapshot", "@a-20260101.csv", "@b-20260201.csv")
                        .code())
                .isZero();
    }

    @Test
    void aTrackedColumnThatNoFileHasIsAnErrorInChangesToo() {
        shell.write("a-20260101.csv", "Id,City", "1,Bonn");
        Shell.Answer refused = apply("--track", "City,Ctiy", "--changes", "@a-20260101.csv");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("lacks the kept column 'Ctiy'");
    }

    @Test
    void columnsWithoutANameAreIgnoredWhileTheyAreEmpty() {
        shell.write("a-20260101.csv", "Id,City,,", "1,Bonn,,");
        assertThat(apply("--snapshot", "@a-20260101.csv").code()).isZero();
        shell.write("b-20260201.csv", "Id,City,,", "1,Bonn,,secret");
        Shell.Answer refused = apply("--snapshot", "@b-20260201.csv");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("column 4 has no name")
                .contains("row 2")
                .doesNotContain("secret");
    }

    @Test
    void whatATableIsCannotBeChangedByALaterCommand() {
        shell.write("a-20260101.csv", "Id,City", "1,Bonn");
        assertThat(apply("--snapshot", "@a-20260101.csv").code()).isZero();
        assertThat(apply("--overwrite", "City", "--snapshot", "@a-20260101.csv").err())
                .contains("policy track");
        assertThat(apply("--deletes", "mark", "--snapshot", "@a-20260101.csv").err())
                .contains("delete policy close");
        assertThat(apply("--type", "City=long", "--snapshot", "@a-20260101.csv").err())
                .contains("as text");
        assertThat(Files.exists(shell.path("h.duckdb"))).isTrue();
    }
}
