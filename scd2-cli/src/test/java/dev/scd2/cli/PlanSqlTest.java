package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.lake.DuckDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanSqlTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
    }

    @Test
    void whatThePlanPrintsLeavesTheVersionsThatApplyLeaves() throws Exception {
        shell.write("a-20260101.csv", "id,name", "1,Ann", "2,O'Neil", "3,Zoe", "4,Kim", "5,Lea", "6,Max");
        shell.write("b-20260201.csv", "id,name", "1,Eve", "2,O'Neil", "3,Zoe", "4,Kim", "5,Lea", "7,Tom");
        shell.run("apply", "--key", "id", "--at-from-filename", "--snapshot", "@a-20260101.csv", "--to", "@h.duckdb");
        Files.copy(directory.resolve("h.duckdb"), directory.resolve("byhand.duckdb"));

        Shell.Answer planned =
                shell.run("plan", "--sql", "--at-from-filename", "--snapshot", "@b-20260201.csv", "--to", "@h.duckdb");
        assertThat(planned.code()).as(planned.err()).isZero();
        List<String> statements = planned.out().lines().toList();
        assertThat(statements).hasSize(4).allMatch(sql -> sql.endsWith(";"));
        assertThat(shell.run(
                                "plan",
                                "--sql",
                                "--output",
                                "json",
                                "--at-from-filename",
                                "--snapshot",
                                "@b-20260201.csv",
                                "--to",
                                "@h.duckdb")
                        .json()
                        .path("sql"))
                .hasSize(4);

        try (Connection connection = DuckDbStore.connect(directory.resolve("byhand.duckdb"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).isEqualTo(1);
            }
        }
        shell.run("apply", "--at-from-filename", "--snapshot", "@b-20260201.csv", "--to", "@h.duckdb");
        assertThat(rows("byhand.duckdb")).hasSize(8).isEqualTo(rows("h.duckdb"));
    }

    private List<String> rows(String file) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DuckDbStore.connect(directory.resolve(file));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT history::text FROM (SELECT * EXCLUDE (created_at) FROM history) AS history ORDER BY 1")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
