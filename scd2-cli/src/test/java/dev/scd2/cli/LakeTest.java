package dev.scd2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.lake.DirectoryLocation;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.LakeRow;
import dev.scd2.lake.ParquetLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void enter() {
        shell = new Shell(directory);
        try (ParquetLake lake = ParquetLake.open(new DirectoryLocation(directory.resolve("lake")), cache())) {
            lake.append("members", List.of(row(0, "a", "2026-03-01"), row(1, "b", "2026-03-01")));
            lake.append("members", List.of(row(2, "a", "2026-03-01")));
            lake.append("members", List.of(row(5, "b", "2026-03-02")));
            lake.append("members", List.of(row(6, "a", "2026-03-02")));
        }
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private static LakeRow row(long offset, String key, String day) {
        long micros = Instant.parse(day + "T10:00:00Z").getEpochSecond() * 1_000_000;
        return new LakeRow("u", key, null, "{\"name\":\"Ada\"}", offset, 1L, 1L, micros, 0, offset, null, null);
    }

    private void load() throws SQLException {
        try (Connection duck = DuckDbStore.connect(directory.resolve("live.duckdb"));
                LakeLoader loader =
                        LakeLoader.open(new DirectoryLocation(directory.resolve("lake")), cache(), Clock.systemUTC())) {
            loader.load(duck);
        }
    }

    private Shell.Answer ok(String... words) {
        Shell.Answer answer = shell.run(words);
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(ExitCode.OK);
        return answer;
    }

    @Test
    void listShowsPartitions() {
        assertThat(ok("lake", "ls", "@lake").out()).contains("members").contains("2026-03-02");
        JsonNode one = ok("lake", "ls", "@lake", "--output", "json")
                .json()
                .path("partitions")
                .path(0);
        assertThat(one.path("files").intValue()).isEqualTo(4);
        assertThat(one.path("rows").intValue()).isEqualTo(5);
        assertThat(one.path("last").intValue()).isEqualTo(6);
        assertThat(ok("lake", "ls", "@lake", "--output", "csv").out().lines()).hasSize(2);
    }

    @Test
    void verifyEndsWithThreeWhereSomethingIsWrongAndShowsNoValue() throws IOException {
        assertThat(ok("lake", "verify", "@lake").out()).isEqualTo("4 files, 5 rows. Nothing is wrong.\n");
        Files.delete(directory.resolve("lake/entity=members/dt=2026-03-01/0-000000000002-000000000002.parquet"));
        Shell.Answer answer = shell.run("lake", "verify", "@lake", "--output", "json");
        assertThat(answer.code()).isEqualTo(ExitCode.VIOLATED);
        assertThat(answer.json().path("findings")).hasSize(2);
        assertThat(answer.json().path("findings").findValuesAsText("finding")).contains("missing", "gap");
        assertThat(shell.run("lake", "verify", "@lake").out())
                .contains("Wrong:")
                .doesNotContain("Ada");
    }

    @Test
    void compactedLakeIsReplayedToTheSameRows() throws SQLException {
        load();
        JsonNode done = ok("lake", "compact", "@lake", "--output", "json").json();
        assertThat(done.path("written").intValue()).isEqualTo(2);
        assertThat(done.path("replaced").intValue()).isEqualTo(4);
        assertThat(ok("lake", "replay", "@lake", "--to", "@again.duckdb").out()).contains("5");
        assertThat(rows("again.duckdb")).isEqualTo(rows("live.duckdb"));
        Shell.Answer twice = shell.run("lake", "replay", "@lake", "--to", "@again.duckdb");
        assertThat(twice.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(twice.err()).contains("Replay into a new one");
    }

    private String rows(String file) throws SQLException {
        try (Connection duck = DuckDbStore.connect(directory.resolve(file));
                Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(
                        "select string_agg(off || op || key || after, ' ' order by off) from raw.members")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void expireShowsWhatGoesAndWhyTheRestStays() throws SQLException {
        String[] words = {"lake", "expire", "@lake", "--before", "2026-03-03", "--loaded", "@live.duckdb"};
        assertThat(shell.run(words).err()).contains("There is no DuckDB file");
        load();
        JsonNode dry = ok(with(words, "--dry-run", "--output", "json")).json();
        assertThat(dry.path("removed").intValue()).isEqualTo(2);
        assertThat(ok(words).out())
                .contains("2 files went, 2 old files stayed.")
                .contains("newest change of 1 key")
                .contains("where writing goes on");
        assertThat(ok(with(words, "--drop-newest")).out()).contains("1 file went, 1 old file stayed.");
        assertThat(ok("lake", "verify", "@lake").out()).contains("1 file, 1 row. Nothing is wrong.");
    }

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void whatIsNoLakeIsSaid() {
        Shell.Answer none = shell.run("lake", "ls", "@none");
        assertThat(none.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err()).contains("Cannot list the files").contains("there is no");
        Shell.Answer scheme = shell.run("lake", "verify", "gs://lake");
        assertThat(scheme.code()).isEqualTo(ExitCode.USAGE);
        assertThat(scheme.err()).contains("s3://bucket/prefix");
        assertThat(shell.run("lake").code()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("lake", "compact", "@lake", "--max-bytes", "0").code())
                .isEqualTo(ExitCode.USAGE);
    }
}
