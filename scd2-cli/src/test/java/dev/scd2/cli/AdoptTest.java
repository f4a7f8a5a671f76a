package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.lake.DuckDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() throws SQLException {
        shell = new Shell(directory);
        sql("CREATE TABLE member_snapshot AS SELECT *, md5(id || '|' || updated_at) AS dbt_scd_id,"
                + " updated_at AS dbt_updated_at FROM (VALUES"
                + " ('1', 'Bonn', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', TIMESTAMP '2026-02-01'),"
                + " ('1', 'Ulm', TIMESTAMP '2026-02-01', TIMESTAMP '2026-02-01', NULL),"
                + " ('2', 'Kiel', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', TIMESTAMP '2026-03-01'),"
                + " ('2', 'Jena', TIMESTAMP '2026-02-15', TIMESTAMP '2026-02-15', NULL),"
                + " (NULL, 'Trier', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', NULL))"
                + " AS t (id, city, updated_at, dbt_valid_from, dbt_valid_to)");
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DuckDbStore.connect(directory.resolve("dbt.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Shell.Answer adopt(String... more) {
        String[] words = {
            "adopt",
            "@dbt.duckdb",
            "--preset",
            "dbt",
            "--table",
            "member_snapshot",
            "--key",
            "id",
            "--valid-from",
            "updated_at"
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return shell.run(all);
    }

    @Test
    void aDryRunReportsWhatIsWrongAndAnswersThree() {
        Shell.Answer answer = adopt("--dry-run", "--output", "json");

        assertThat(answer.code()).as(answer.err()).isEqualTo(3);
        JsonNode json = answer.json();
        assertThat(json.path("rows").asInt()).isEqualTo(5);
        assertThat(json.path("adopted").asBoolean()).isFalse();
        assertThat(json.path("counts").toString()).isEqualTo("{\"NULL_KEY\":1,\"OVERLAP\":1}");
        assertThat(json.path("findings").findValuesAsText("from"))
                .containsExactly("2026-02-15T00:00:00Z", "2026-01-01T00:00:00Z");
        assertThat(adopt("--dry-run").out())
                .startsWith("Table member_snapshot: 5 rows, 2 keys, 2 findings.")
                .contains("it starts while an earlier version of its key holds", "goes to quarantine, whole")
                .doesNotContain("Kiel", "Trier");
        assertThat(shell.run("verify", "@dbt.duckdb").code()).isEqualTo(1);
    }

    @Test
    void anAdoptedTableIsVerifiedAndCarriedOnFromFiles() throws SQLException {
        Shell.Answer adopted = adopt();
        assertThat(adopted.code()).as(adopted.err()).isZero();
        assertThat(adopted.out()).contains("Adopted: 1 in quarantine");
        assertThat(shell.run("verify", "@dbt.duckdb").code()).isZero();

        shell.write("late.csv", "id,city,updated_at", "1,Mainz,2026-01-15", "3,Gera,2026-03-01");
        Shell.Answer applied = shell.run("apply", "--changes", "@late.csv", "--to", "@dbt.duckdb");

        assertThat(applied.code()).as(applied.err()).isZero();
        JsonNode versions = shell.run("history", "1", "--from", "@dbt.duckdb", "--output", "json")
                .json()
                .path("versions");
        assertThat(versions.findValuesAsText("city")).containsExactly("Bonn", "Mainz", "Ulm");
        assertThat(shell.run("verify", "@dbt.duckdb").code()).isZero();
        assertThat(adopt().err()).contains("already");
        assertThat(shell.run("verify", "@dbt.duckdb").code()).isZero();
    }

    @Test
    void aTableThatHasNoFaultsAnswersZero() throws SQLException {
        sql("DELETE FROM member_snapshot WHERE id IS NULL OR id = '2'");

        Shell.Answer answer = adopt("--dry-run");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualToIgnoringNewLines("Table member_snapshot: 2 rows, 1 keys, 0 findings.");
    }

    @Test
    void whatCannotBeAdoptedSaysWhyAndKeepsNothing() throws SQLException {
        sql("ALTER TABLE member_snapshot ADD COLUMN score FLOAT");

        Shell.Answer answer = adopt();

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("score", "float", "DOUBLE");
        assertThat(shell.run("verify", "@dbt.duckdb").err()).contains("holds no table");
        assertThat(adopt("--ignore", "score").code()).isZero();
    }
}
