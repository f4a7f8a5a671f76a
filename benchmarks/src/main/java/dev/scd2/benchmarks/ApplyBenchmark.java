package dev.scd2.benchmarks;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.engine.memory.InMemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many changes a second the pure core applies on one thread: admission, merge, law, diff and plan, with the store in
 * memory, so that no database is measured.
 *
 * <p>A round applies a whole stream to an empty store. Every store is checked afterwards, outside the measured time: no
 * invariant may be violated, and as all streams say the same in other ways, they must have left equally many versions.
 */
final class ApplyBenchmark {
    static final int BATCH = 1_000;

    private final Stream stream;
    private final int keys;
    private final int changes;
    private final int warmUps;
    private final int rounds;

    ApplyBenchmark(Stream stream, int keys, int changes, int warmUps, int rounds) {
        this.stream = stream;
        this.keys = keys;
        this.changes = changes;
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    /**
     * Returns a measurement for each arrival.
     *
     * @throws IllegalStateException if a history is wrong, for then nothing was measured
     */
    List<Measurement> run() {
        List<Measurement> measurements = new ArrayList<>();
        Long expected = null;
        for (Arrival arrival : Arrival.values()) {
            Measurement measurement = measure(arrival);
            expected = sameVersions(expected, measurement);
            measurements.add(measurement);
        }
        return measurements;
    }

    private static Long sameVersions(@Nullable Long expected, Measurement measurement) {
        if (expected != null && expected != measurement.versions()) {
            throw new IllegalStateException(
                    "The " + measurement.arrival().label() + " stream left " + measurement.versions()
                            + " versions, and the first stream, which says the same, left " + expected + ".");
        }
        return measurement.versions();
    }

    private Measurement measure(Arrival arrival) {
        List<Batch> batches = stream.batches(arrival, BATCH);
        List<Round> measured = new ArrayList<>();
        long versions = 0;
        for (int round = -warmUps; round < rounds; round++) {
            InMemoryStore store = InMemoryStore.of(Stream.dimension());
            History history = History.of(store);
            long cpu = Machine.cpuNanos();
            long begun = System.nanoTime();
            for (Batch batch : batches) {
                history.apply(batch);
            }
            Round took = new Round(System.nanoTime() - begun, Machine.cpuNanos() - cpu);
            if (round >= 0) {
                measured.add(took);
            }
            versions = checked(store, arrival);
        }
        return new Measurement(arrival, changes, keys, versions, measured);
    }

    private static long checked(InMemoryStore store, Arrival arrival) {
        Verification verification = Verification.of(store);
        if (!verification.examples().isEmpty()) {
            throw new IllegalStateException(
                    "The " + arrival.label() + " stream left a wrong history: " + verification.examples());
        }
        return verification.versions();
    }
}
