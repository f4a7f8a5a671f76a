package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.store.KeyHistory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed while it commits leaves whole batches only. */
class KilledWriterTest {
    private static final int KEYS = 200;
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.LONG)
            .track("batch", ColumnType.LONG)
            .build();

    @TempDir
    Path directory;

    @Test
    void everyBatchIsThereWholeOrNotAtAll() throws Exception {
        Path file = directory.resolve("killed.duckdb");
        long before = 0;
        for (int kill = 0; kill < 4; kill++) {
            before = killWhileItWrites(file, before, kill);
        }
        assertThat(before).isPositive();
    }

    /** Starts a writer, kills it some batches later, at another moment each time, and returns the batches found. */
    private static long killWhileItWrites(Path file, long before, int kill) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriterTest.class.getName(),
                        file.toString(),
                        Long.toString(before))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long told = before;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int batch = 0; batch < 3; batch++) {
                String line = out.readLine();
                if (line == null) {
                    throw new IOException("The writer ended by itself.");
                }
                told = Long.parseLong(line);
            }
            LockSupport.parkNanos(kill * 7_000_000L);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        try (DuckDbStore store = DuckDbStore.open(file, MEMBER)) {
            List<KeyHistory> histories = new ArrayList<>();
            store.scan(histories::add);
            long batches = store.reached("feed", 0).orElseThrow().offset();
            assertThat(batches).as("what was told as committed is there").isGreaterThanOrEqualTo(told);
            assertThat(histories).hasSize(KEYS);
            for (KeyHistory history : histories) {
                assertThat(history.versions()).hasSize((int) batches);
                assertThat(history.evidence()).hasSize((int) batches);
            }
            Verification verification = Verification.of(store);
            assertThat(verification.isClean()).as(verification.toString()).isTrue();
            return batches;
        }
    }

    /** The writer: one batch after the other, each told when it is committed. */
    public static void main(String[] arguments) {
        try (DuckDbStore store = DuckDbStore.open(Path.of(arguments[0]), MEMBER)) {
            for (long batch = Long.parseLong(arguments[1]) + 1; ; batch++) {
                Batch.Builder changes = Batch.builder().reached(new Position("feed", 0, batch));
                for (long key = 0; key < KEYS; key++) {
                    changes.change(Observation.of(
                            Map.of("member_id", key, "batch", batch), T.plusSeconds(batch), Sequence.of(batch)));
                }
                History.of(store).apply(changes.build());
                System.out.println(batch);
            }
        }
    }
}
