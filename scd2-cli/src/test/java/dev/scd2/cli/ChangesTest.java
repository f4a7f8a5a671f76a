package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    private Shell.Answer apply(String to, String... files) {
        String[] fixed = {
            "apply",
            "--key",
            "id",
            "--valid-from",
            "since",
            "--sequence",
            "n",
            "--op",
            "op",
            "--to",
            "@" + to,
            "--changes"
        };
        String[] words = new String[fixed.length + files.length];
        System.arraycopy(fixed, 0, words, 0, fixed.length);
        System.arraycopy(files, 0, words, fixed.length, files.length);
        return shell.run(words);
    }

    private String history(String key, String file) {
        return shell.run("history", key, "--from", "@" + file, "--output", "csv")
                .out();
    }

    @Test
    void theOrderOfFilesDoesNotMatter() {
        shell.write("a.csv", "id,plan,since,n,op", "1,gold,2026-01-01,1,I", "2,tin,2026-01-01,2,insert");
        shell.write("b.csv", "id,plan,since,n,op", "1,gold,2026-03-01,3,u", "2,,2026-03-01,4,D");
        shell.write("late.csv", "id,plan,since,n,op", "1,iron,2026-02-01,5,update");
        List<List<String>> orders = List.of(
                List.of("@a.csv", "@b.csv", "@late.csv"),
                List.of("@late.csv", "@b.csv", "@a.csv"),
                List.of("@b.csv", "@a.csv", "@late.csv"));
        for (int i = 0; i < orders.size(); i++) {
            Shell.Answer answer = apply(i + ".duckdb", orders.get(i).toArray(new String[0]));
            assertThat(answer.code()).as(answer.err()).isZero();
            assertThat(history("1", i + ".duckdb").lines().skip(1))
                    .containsExactly(
                            "1,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,false,false,gold",
                            "1,2026-02-01T00:00:00Z,2026-03-01T00:00:00Z,false,false,iron",
                            "1,2026-03-01T00:00:00Z,,true,false,gold");
            assertThat(history("2", i + ".duckdb").lines().skip(1))
                    .containsExactly("2,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z,false,false,tin");
            assertThat(shell.run("verify", "@" + i + ".duckdb").code()).isZero();
        }
    }

    @Test
    void aReplayIsNothing() {
        shell.write("a.csv", "id,plan,since,n,op", "1,gold,2026-01-01,1,c", "1,tin,2026-02-01,2,u");
        apply("h.duckdb", "@a.csv");
        Shell.Answer again = apply("h.duckdb", "@a.csv");
        assertThat(again.err()).contains("1 of 1 file was known already: it changed nothing.");
    }

    @Test
    void rowsThatCannotBeGoToQuarantineWithReasonAndRow() throws SQLException {
        shell.write(
                "a.csv",
                "id,plan,since,n,op",
                "1,gold,2026-01-01,1,c",
                ",secret,2026-01-01,2,c",
                "3,tin,never,3,c",
                "4,tin,2026-01-01,x,c");
        Shell.Answer answer = apply("h.duckdb", "@a.csv");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.err())
                .contains("1 in quarantine with reason NULL_KEY, row 3")
                .contains("NULL_TIME, row 4")
                .contains("NULL_SEQUENCE, row 5")
                .doesNotContain("secret");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + shell.path("h.duckdb"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM history_quarantine")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    void anUnknownOperationRefusesTheFile() {
        shell.write("a.csv", "id,plan,since,n,op", "1,gold,2026-01-01,1,c", "2,gold,2026-01-01,2,zap");
        Shell.Answer answer = apply("h.duckdb", "@a.csv");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("a.csv, row 3").contains("upsert").doesNotContain("zap");
    }

    @Test
    void policiesHoldForTheirColumns() {
        shell.write(
                "a.csv", "id,plan,phone,born,note,since", "1,gold,10,1990,x,2026-01-01", "1,tin,20,1991,y,2026-02-01");
        Shell.Answer answer = shell.run(
                "apply",
                "--key",
                "id",
                "--track",
                "plan",
                "--overwrite",
                "phone",
                "--fixed",
                "born",
                "--ignore",
                "note",
                "--type",
                "phone=long",
                "--valid-from",
                "since",
                "--to",
                "@h.duckdb",
                "--changes",
                "@a.csv");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(history("1", "h.duckdb").lines())
                .containsExactly(
                        "id,valid_from,valid_to,current,deleted,plan,phone,born",
                        "1,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,false,false,gold,20,1990",
                        "1,2026-02-01T00:00:00Z,,true,false,tin,20,1990");
    }
}
