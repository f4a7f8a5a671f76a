package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two compactions of a lake at once, wherever it is kept. */
abstract class LakeCompactionContract extends LakeFixture {
    private static final CompactionResult NOTHING = new CompactionResult(0, 0, 0);

    /** Returns where one of many new lakes can be made. */
    abstract LakeLocation newLocation(int number);

    /** Returns at which requests one is overtaken: at each, each second, and so on. */
    abstract int stride();

    @Test
    void oneThatIsOvertakenAnywhereLosesAndRepeatsNothingAndIsToldWhatItCouldNotEnd() throws Exception {
        String rows = undisturbed();
        int told = 0;
        for (int when = 0; ; when += stride()) {
            LakeLocation place = newLocation(when);
            SmallLake.write(place, cache);
            try (Bucket bucket = Bucket.of(place)) {
                List<Integer> replaced = new ArrayList<>();
                SlowBucket slow = new SlowBucket(bucket, when, () -> {
                    replaced.add(SmallLake.compact(bucket, directory.resolve("other"))
                            .replaced());
                    writeMore(place);
                    replaced.add(SmallLake.compact(bucket, directory.resolve("other"))
                            .replaced());
                });
                Optional<CompactionResult> own = compacted(slow);
                if (replaced.isEmpty()) {
                    assertThat(when).as("requests of one compaction").isGreaterThan(50);
                    assertThat(told).as("how often the slow one was told").isGreaterThan(20 / stride());
                    return;
                }
                told += own.isEmpty() ? 1 : 0;
                int all = own.map(CompactionResult::replaced).orElse(SmallLake.SMALL)
                        + replaced.stream().mapToInt(Integer::intValue).sum();
                assertThat(all)
                        .as("files replaced, overtaken at request %s", when)
                        .isGreaterThanOrEqualTo(SmallLake.SMALL + 2);
                requireWhole(bucket, rows, "overtaken at request " + when);
            }
        }
    }

    @Test
    void twoAtATimeBothEndAndNothingIsLostOrTwice() throws Exception {
        String rows = undisturbed();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 3; i++) {
                LakeLocation place = newLocation(1_000 + i);
                SmallLake.write(place, cache);
                writeMore(place);
                try (Bucket bucket = Bucket.of(place);
                        Bucket other = Bucket.of(place)) {
                    CyclicBarrier both = new CyclicBarrier(2);
                    Future<Optional<CompactionResult>> second = threads.submit(() -> {
                        both.await();
                        return compacted(other);
                    });
                    both.await();
                    Optional<CompactionResult> first = compacted(bucket);
                    assertThat(first.or(() -> join(second)))
                            .as("one that was not told")
                            .isPresent();
                    join(second);
                    requireWhole(bucket, rows, "race " + i);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Compacts; nothing where it was told that another one does. */
    private Optional<CompactionResult> compacted(Bucket bucket) {
        try {
            return Optional.of(SmallLake.compact(bucket, cache));
        } catch (LakeException told) {
            assertThat(told).hasMessageContaining("at a time");
            return Optional.empty();
        }
    }

    @Test
    void whoComesWithATurnThatIsOverIsToldAndLeavesNothing() {
        SmallLake.write(location, cache);
        try (Bucket bucket = Bucket.of(location)) {
            CompactionTurns old = CompactionTurns.read(bucket, cache);
            List<LakeFile> sources =
                    List.copyOf(Listing.of(bucket).counted().keySet()).subList(0, 2);
            SmallLake.compact(bucket, cache);
            List<StoredObject> plans = bucket.list(CompactionPlan.ROOT);
            assertThatThrownBy(() -> old.take(sources))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("Another program makes files of members, partition 0");
            assertThat(bucket.list(CompactionPlan.ROOT)).isEqualTo(plans);
        }
    }

    private void requireWhole(Bucket bucket, String rows, String when) throws SQLException {
        SmallLake.compact(bucket, cache);
        assertThat(SmallLake.compact(bucket, cache)).as(when).isEqualTo(NOTHING);
        assertThat(replayed(bucket)).as(when).isEqualTo(rows);
        assertThat(Lake.of(bucket, cache).verify().findings()).as(when).isEmpty();
        assertThat(Listing.of(bucket).counted()).as(when).hasSize(SmallLake.FILES - SmallLake.SMALL + SmallLake.GROUPS);
        assertThat(bucket.list(CompactionPlan.ROOT)).as(when).hasSize(2);
    }

    private void writeMore(LakeLocation place) {
        try (ParquetLake lake = ParquetLake.open(place, directory.resolve("writer"))) {
            lake.append("members", rows(0, 18, 20, SmallLake.THIRD));
        }
    }

    private String undisturbed() throws SQLException {
        SmallLake.write(location, cache);
        writeMore(location);
        try (Bucket bucket = Bucket.of(location)) {
            return replayed(bucket);
        }
    }

    private String replayed(Bucket of) throws SQLException {
        try (Statement duckdb = duck.createStatement()) {
            duckdb.execute("drop schema if exists raw cascade");
            duckdb.execute("drop schema if exists meta cascade");
            Lake.of(of, cache).replay(duck, CLOCK);
            return SmallLake.content(duck);
        }
    }

    private static Optional<CompactionResult> join(Future<Optional<CompactionResult>> other) {
        try {
            return other.get();
        } catch (Exception failed) {
            throw new AssertionError("The other compaction failed.", failed);
        }
    }
}
