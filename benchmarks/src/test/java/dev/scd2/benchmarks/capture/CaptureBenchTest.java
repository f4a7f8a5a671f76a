package dev.scd2.benchmarks.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole road runs, small; the benchmark itself fails where warehouse and source differ in the end. None is timed here. */
class CaptureBenchTest {
    @Test
    void allChangesArriveInTheDimension() throws Exception {
        String line =
                run("--behind", "1_000", "--changes", "6_000", "--warm", "0", "--members", "500", "--output", "json");
        assertThat(line)
                .contains("\"benchmark\":\"capture\"", "\"to\":\"dimension\"", "\"versions\":")
                .contains("\"changes_per_second\":", "\"files_per_hour\":", "\"peak_rss_mb\":")
                .contains("\"freshness_p50_ms\":", "\"freshness_p99_ms\":", "\"typed_p99_ms\":")
                .contains("\"calibration_ms\":", "\"load_before\":", "\"load_after\":")
                .doesNotContain("NaN");
    }

    @Test
    void thePartsAreMeasuredEach() throws Exception {
        assertThat(run("--only", "parts", "--changes", "2_000", "--members", "500", "--output", "json")
                        .lines())
                .extracting(line -> line.replaceAll(".*\"part\":\"([^\"]*)\".*", "$1"))
                .containsExactly("source", "decode", "kafka", "parse", "parquet", "load", "dimension");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--to nowhere", "--rate", "--rate -1", "--only whole", "--speed 9"})
    void wrongWordsAreRefused(String words) {
        assertThatThrownBy(() -> CaptureBench.of(System.out, words.split(" ")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTransactionIsSeenWhenAllOfItIs() {
        AtomicLongArray commits = Freshness.commits();
        Freshness freshness = new Freshness(7, 10, commits);
        freshness.begin();
        for (int number = 0; number < 3; number++) {
            Freshness.put(commits, number, System.nanoTime());
            freshness.committed(number);
        }
        freshness.saw(7 + 19);
        assertThat(freshness.samples()).hasSize(1);
        assertThat(freshness.behind()).isEqualTo(11);
        freshness.saw(7 + 30);
        assertThat(freshness.samples()).hasSize(3);
        assertThat(freshness.behind()).isZero();
    }

    private static String run(String... words) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CaptureBench.of(new PrintStream(printed, false, StandardCharsets.UTF_8), words)
                .run();
        return printed.toString(StandardCharsets.UTF_8).strip();
    }
}
