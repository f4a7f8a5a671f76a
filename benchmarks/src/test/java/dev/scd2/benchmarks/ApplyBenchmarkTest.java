package dev.scd2.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyBenchmarkTest {
    @Test
    void everyStreamLeavesARightHistoryWithEquallyManyVersions() {
        List<Measurement> measurements = new ApplyBenchmark(new Stream(7, 20, 1_500), 20, 1_500, 0, 1).run();
        assertThat(measurements).extracting(Measurement::arrival).containsExactly(Arrival.values());
        assertThat(measurements)
                .extracting(Measurement::versions)
                .containsOnly(measurements.get(0).versions());
        assertThat(measurements.get(0).versions()).isBetween(500L, 1_500L);
    }

    @Test
    void aStreamIsAFunctionOfItsSeed() {
        assertThat(new Stream(7, 20, 500)
                        .batches(Arrival.LATE_HEAVY, 100)
                        .get(2)
                        .changes())
                .isEqualTo(new Stream(7, 20, 500)
                        .batches(Arrival.LATE_HEAVY, 100)
                        .get(2)
                        .changes())
                .isNotEqualTo(new Stream(8, 20, 500)
                        .batches(Arrival.LATE_HEAVY, 100)
                        .get(2)
                        .changes());
    }
}
