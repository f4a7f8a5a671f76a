package dev.scd2.benchmarks.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.benchmarks.Machine;
import dev.scd2.engine.join.KeyColumn;
import dev.scd2.engine.join.LongKeys;
import dev.scd2.engine.join.Matches;
import dev.scd2.engine.join.VersionIndex;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every shape runs, small, and all that are measured come to the same answer; none is timed here. */
class JoinBenchTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @ParameterizedTest
    @EnumSource
    void everyShapeComesToOneAnswer(Shape shape) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        JoinBench.of(out, "--shape", shape.text, "--facts", "20_000", "--runs", "1", "--output", "json")
                .run();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains("\"shape\":\"" + shape.text + "\"")
                        .contains("\"ratio_duckdb_asof\":")
                        .contains("\"ratio_duckdb_interval\":")
                        .contains("\"facts_per_second\":"));
    }

    @Test
    void peersThatAreNotNamedAreLeftOut() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        JoinBench.of(
                        out,
                        "--shape",
                        "10m-1m",
                        "--keys",
                        "long",
                        "--peer",
                        "asof",
                        "--facts",
                        "20_000",
                        "--runs",
                        "1",
                        "--output",
                        "json")
                .run();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("\"ratio_duckdb_asof\":")
                .doesNotContain("ratio_duckdb_interval", "ratio_java_maps");
    }

    @Test
    void aFactAllocatesNothing() {
        int facts = 400_000;
        long[] keys = random.longs(facts, 0, 1_000).toArray();
        long[] times = random.longs(facts, 0, 1_000).toArray();
        long[] ids = new long[1_000];
        long[] from = new long[1_000];
        long[] to = new long[1_000];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
            from[i] = i / 2;
            to[i] = from[i] + 300;
        }
        VersionIndex index = VersionIndex.of(LongKeys.of(ids), from, to);
        Matches met = Matches.of(facts);
        KeyColumn column = LongKeys.of(keys);
        index.join(column, times, 0, facts, met);
        long before = Machine.allocatedBytes();
        index.join(column, times, 0, facts, met);
        long allocated = Machine.allocatedBytes() - before;
        assertThat(allocated)
                .as("scratch space of one call, for %s facts", facts)
                .isLessThan(64_000);
    }
}
