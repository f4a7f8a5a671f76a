package dev.scd2.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.benchmarks.rekey.RekeyBench;
import dev.scd2.change.Change;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @TempDir
    Path directory;

    @Test
    void everyStreamIsMeasuredWithAndWithoutAStore() {
        List<CoreBenchmark.Case> cases = new CoreBenchmark(7, 20, 500, 1).run();
        assertThat(cases).hasSize(2 * Arrival.values().length).allSatisfy(one -> {
            assertThat(one.rates()).hasSize(1);
            assertThat(one.bytesPerChange()).isPositive();
        });
        assertThat(cases.get(0).handedIn()).isPositive();
    }

    @Test
    void everyBenchmarkOfDuckDbLeavesTheTableOfItsPeer() throws Exception {
        assertThat(lines("duckdb"))
                .anyMatch(line -> line.contains("\"benchmark\":\"load\""))
                .anyMatch(line -> line.contains("\"benchmark\":\"batch\""))
                .anyMatch(line -> line.contains("\"benchmark\":\"small\""))
                .anyMatch(line -> line.contains("\"benchmark\":\"snapshot\""))
                .allMatch(line -> line.contains("\"calibration_ms\":") && line.contains("\"settings\":\"DuckDB"));
    }

    @Test
    void everyBenchmarkOfPostgresLeavesTheTableOfItsPeer() throws Exception {
        assertThat(lines("postgres")).hasSize(11).anyMatch(line -> line.contains("\"what\":\"initial load inside\""));
    }

    @Test
    void everyJoinByHandFindsWhatOursFinds() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String shapes = "10m-1m,10m-1m-deep,1m-1m,1m-1m-deep";
        Bench.joinSql(
                SqlJoinOptions.of("--shape", shapes, "--facts", "2_000", "--runs", "1", "--output", "json"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .allMatch(line -> line.startsWith("{\"benchmark\":\"join-sql\"") && line.contains("\"ratio\":"))
                .anyMatch(line -> line.contains("\"store\":\"duckdb\"") && line.contains("\"peer\":\"asof\""))
                .anyMatch(line -> line.contains("\"store\":\"postgres\"") && line.contains("\"peer\":\"lateral\""));
    }

    @Test
    void factsThatFollowAreThoseInTheWindows() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RekeyBench.run(List.of("postgres", "duckdb"), 20_000, 1, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("{")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"facts\":20000,\"found\":[1000],\"written\":[1000]"));
    }

    @Test
    void listingsThatRepeatAreHeldAsOneRowEach() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Database database = new DuckDbDatabase(Files.createDirectory(directory.resolve("listings")))) {
            new Growth(new PrintStream(out, true, StandardCharsets.UTF_8)).listings(database, 3, 1_000, 1);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("member +1,002 rows")
                .containsPattern("member_evidence +0 rows")
                .containsPattern("member_snapshots? +3 rows");
    }

    @Test
    void aPeerThatCameToAnotherTableIsFound() throws Exception {
        try (Database database = new DuckDbDatabase(Files.createDirectory(directory.resolve("peer")));
                World world = World.loaded(database, "world", 200, 1)) {
            Peer peer = Peer.of(database, world.schema);
            List<Integer> members = world.nextRound(3);
            world.applyChangesOf(members);
            peer.delta(world.rowsOf(members.subList(1, 3)), world.at());
            assertThat(peer.differences()).isEqualTo(2);
            assertThatThrownBy(() -> world.verifySameAs(peer)).hasMessageContaining("differs");
            peer.delta(world.rowsOf(members.subList(0, 1)), world.at());
            world.verifySameAs(peer);
        }
    }

    @Test
    void eachGenerationAltersOneAttribute() {
        for (int generation = 0; generation < 25; generation++) {
            Map<String, Object> before = Members.row(4711, generation);
            Map<String, Object> after = Members.row(4711, generation + 1);
            assertThat(before.keySet().stream().filter(name -> !before.get(name).equals(after.get(name))))
                    .hasSize(1);
        }
    }

    @Test
    void aStreamIsAFunctionOfItsSeed() {
        assertThat(lateHeavy(7)).isEqualTo(lateHeavy(7)).isNotEqualTo(lateHeavy(8));
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> Options.of("--row", "5")).hasMessageContaining("--row");
        assertThatThrownBy(() -> Options.of("--only", "lunch")).hasMessageContaining("core");
        assertThatThrownBy(() -> Options.of("--rows")).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> SqlJoinOptions.of("--shape", "deep")).hasMessageContaining("1m-1m-deep");
        assertThatThrownBy(() -> SqlJoinOptions.of("--rows", "5")).hasMessageContaining("--rows");
        assertThat(Options.of("--large", "--rows", "2_000").rows()).isEqualTo(2_000);
    }

    @Test
    void aMedianLiesBetweenTheMiddleTwo() {
        assertThat(Times.median(4, 1, 2, 9)).isEqualTo(3);
        assertThat(new Result("b", "s", "w", 1, List.of(2.0, 9.0, 1.0), "p", List.of(1.0, 3.0, 1.0), 0).ratio())
                .isEqualTo(2);
    }

    private static List<Change> lateHeavy(long seed) {
        return new Stream(seed, 20, 500).batches(Arrival.LATE_HEAVY, 100).get(2).changes();
    }

    private static List<String> lines(String store) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Options options = Options.of("--rows", "600", "--runs", "1", "--store", store);
        Bench.apply(options, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{"))
                .toList();
    }
}
