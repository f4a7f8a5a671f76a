package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.lake.LakeFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The upkeep of a lake, wherever it is kept. */
abstract class LakeUpkeepContract extends LakeFixture {
    private Bucket bucket;
    private Lake lake;

    @BeforeEach
    void writeLake() {
        SmallLake.write(location, cache);
        bucket = Bucket.of(location);
        lake = Lake.of(bucket, cache);
    }

    @AfterEach
    void closeLake() {
        lake.close();
    }

    @Test
    void listShowsEachPartition() {
        assertThat(lake.list())
                .extracting(one -> one.entity() + one.partition() + " " + one.files() + " " + one.firstOffset() + ".."
                        + one.lastOffset() + " " + one.rows() + " " + one.earliest() + ".." + one.latest())
                .containsExactly(
                        "members0 6 0..17 16 2026-03-01..2026-03-03",
                        "members1 2 0..8 9 2026-03-02..2026-03-02",
                        "plans0 1 0..0 1 2026-03-03..2026-03-03");
        assertThat(lake.list()).allSatisfy(one -> assertThat(one.bytes()).isPositive());
    }

    @Test
    void wholeLakeIsCleanAlsoWhereTheTopicHadNoMessages() {
        assertThat(lake.verify()).isEqualTo(new LakeVerification(SmallLake.FILES, SmallLake.ROWS, 0, 0, List.of()));
    }

    @Test
    void verifyingFindsFilesThatAreLostChangedOrUnreadable() throws IOException {
        List<String> keys =
                lake.verify().findings().stream().map(LakeFinding::key).toList();
        assertThat(keys).isEmpty();
        String lost = "entity=members/dt=2026-03-01/0-000000000003-000000000004.parquet";
        bucket.delete(lost);
        assertThat(lake.verify().findings())
                .extracting(LakeFinding::kind)
                .containsExactlyInAnyOrder(Kind.MISSING, Kind.GAP);
        assertThat(lake.verify().findings())
                .extracting(LakeFinding::message)
                .contains("no file holds the offsets 3 to 4 before it");
        put(lost, rows(0, 3, 5, SmallLake.SECOND));
        assertThat(lake.verify().findings()).extracting(LakeFinding::kind).containsExactly(Kind.CHANGED);
        bucket.delete(lost);
        put(lost, rows(0, 3, 4, SmallLake.FIRST));
        assertThat(lake.verify().findings())
                .extracting(LakeFinding::kind)
                .containsExactlyInAnyOrder(Kind.CHANGED, Kind.MISNAMED);
        bucket.delete(lost);
        bucket.put(lost, Files.writeString(directory.resolve("junk"), "junk"));
        assertThat(lake.verify().findings())
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.UNREADABLE))
                .satisfies(found -> assertThat(found.key()).isEqualTo(lost));
    }

    @Test
    void verifyingFindsFilesThatCrossAndThoseInNoManifest() throws IOException {
        put("entity=members/dt=2026-03-03/0-000000000017-000000000019.parquet", rows(0, 17, 20, SmallLake.THIRD));
        LakeVerification found = lake.verify();
        assertThat(found.withoutManifest()).isEqualTo(1);
        assertThat(found.findings()).extracting(LakeFinding::kind).containsExactly(Kind.OVERLAP);
    }

    private void put(String key, List<LakeRow> rows) throws IOException {
        Path local = directory.resolve("put");
        try (ParquetRows file = new ParquetRows(local)) {
            for (LakeRow row : rows) {
                file.write(row);
            }
        }
        bucket.put(key, local);
    }

    @Test
    void compactedLakeHasTheSameRowsInFewerFiles() throws SQLException {
        String before = replayed();
        load();
        assertThat(lake.compact(1 << 20))
                .isEqualTo(new CompactionResult(SmallLake.GROUPS, SmallLake.SMALL, SmallLake.ROWS - 4));
        assertThat(lake.verify())
                .isEqualTo(new LakeVerification(
                        SmallLake.FILES - SmallLake.SMALL + SmallLake.GROUPS, SmallLake.ROWS, 0, 0, List.of()));
        assertThat(replayed()).isEqualTo(before);
        assertThat(load().rows()).as("rows that were loaded already").isZero();
        assertThat(SmallLake.content(duck)).isEqualTo(before);
        assertThat(bucket.list(CompactionPlan.ROOT))
                .extracting(StoredObject::key)
                .as("the last plan of each partition")
                .containsExactlyInAnyOrder(
                        "compacting/entity=members/0-000000000002.json",
                        "compacting/entity=members/1-000000000001.json");
        assertThat(lake.compact(1 << 20)).isEqualTo(new CompactionResult(0, 0, 0));
        try (ParquetLake writer = ParquetLake.open(location, cache)) {
            assertThat(writer.nextOffset("members", 0)).isEqualTo(18);
        }
    }

    @Test
    void compactionStopsAtTheSizeThatIsGiven() {
        long two = bucket.list(LakeFile.ROOT).stream()
                        .mapToLong(StoredObject::bytes)
                        .max()
                        .orElseThrow()
                * 2;
        assertThat(lake.compact(two).replaced()).isEqualTo(6);
        assertThat(lake.compact(1).replaced()).isZero();
        assertThat(lake.verify().isClean()).isTrue();
    }

    @Test
    void killedAtAnyStepCompactionLeavesTheSameRowsAndRunAgainTheSameLake() throws Exception {
        String rows = replayed();
        List<String> undisturbed = null;
        for (int fatal = -1; ; fatal++) {
            LakeLocation place = newLocation(fatal);
            SmallLake.write(place, cache);
            boolean killed = false;
            try (Bucket one = Bucket.of(place);
                    Connection some = DriverManager.getConnection("jdbc:duckdb:")) {
                LakeLoader.of(one, cache, CLOCK).load(some);
                try {
                    SmallLake.compact(
                            new FusedBucket(one, fatal, () -> {
                                throw new FusedBucket.Killed();
                            }),
                            cache);
                } catch (FusedBucket.Killed expected) {
                    killed = true;
                }
                LakeLoader.of(one, cache, CLOCK).load(some);
                assertThat(SmallLake.content(some)).as("loaded, %s", fatal).isEqualTo(rows);
                assertThat(replayed(one)).as("replayed, %s", fatal).isEqualTo(rows);
                SmallLake.compact(one, cache);
                assertThat(replayed(one)).as("replayed in the end, %s", fatal).isEqualTo(rows);
                List<String> keys = SmallLake.keys(one);
                undisturbed = undisturbed == null ? keys : undisturbed;
                assertThat(keys).as("the objects, %s", fatal).isEqualTo(undisturbed);
            }
            if (!killed && fatal >= 0) {
                assertThat(fatal).as("changes that were not made").isGreaterThan(15);
                return;
            }
        }
    }

    /** Returns where one of many new lakes can be made. */
    abstract LakeLocation newLocation(int number);

    @Test
    void aWriterACompactionAndALoaderAtOnceLoseAndRepeatNothing() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (LakeLoader loader = LakeLoader.open(location, directory.resolve("cache-of-loader"), CLOCK)) {
            Future<?> loading = threads.submit(() -> {
                while (!done.get()) {
                    loader.load(duck);
                }
            });
            Future<?> writing = threads.submit(() -> {
                try (ParquetLake writer = ParquetLake.open(location, directory.resolve("cache-of-writer"))) {
                    for (int i = 0; i < 40; i++) {
                        long next = writer.nextOffset("members", 0);
                        writer.append("members", rows(0, next, next + 2, SmallLake.THIRD));
                        writer.commit();
                    }
                }
            });
            int replaced = 0;
            while (!writing.isDone()) {
                replaced += lake.compact(1 << 20).replaced();
            }
            writing.get();
            replaced += lake.compact(1 << 20).replaced();
            done.set(true);
            loading.get();
            loader.load(duck);
            assertThat(replaced).isGreaterThan(40);
            assertThat(SmallLake.content(duck)).isEqualTo(replayed());
            assertThat(ask("select count(*) || ' ' || count(distinct off) from raw.members where part = 0"))
                    .isEqualTo("96 96");
            assertThat(lake.verify().findings()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void expiryDropsWhatIsOldAndLoadedButNothingThatIsNeeded() throws Exception {
        LocalDate third = LocalDate.of(2026, 3, 3);
        assertThat(lake.expire(third, duck, Lake.Keep.NOTHING).removed())
                .as("of a lake that is not loaded")
                .isEmpty();
        load();
        ExpiryResult careful = lake.expire(third, duck, Lake.Keep.NEWEST_ROWS);
        assertThat(careful.removed()).isEmpty();
        assertThat(careful.kept()).extracting(ExpiryResult.Kept::why).contains("it holds the newest change of 3 keys");
        try (ParquetLake writer = ParquetLake.open(location, cache)) {
            List<LakeRow> again = new java.util.ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String key = "{\"id\":" + i + "}";
                again.add(new LakeRow("u", key, null, key, 1L, 1L, 1L, SmallLake.THIRD, 0, 20 + i, null, null));
            }
            writer.append("members", again);
        }
        load();
        ExpiryResult planned = lake.planExpiry(third, duck, Lake.Keep.NEWEST_ROWS);
        ExpiryResult dropped = lake.expire(third, duck, Lake.Keep.NEWEST_ROWS);
        assertThat(dropped).isEqualTo(planned);
        assertThat(dropped.removed())
                .containsExactly("entity=members/dt=2026-03-01/0-000000000000-000000000002.parquet");
        assertThat(lake.verify().findings()).isEmpty();
        ExpiryResult all = lake.expire(third, duck, Lake.Keep.NOTHING);
        assertThat(all.removed()).hasSize(5);
        assertThat(all.kept())
                .extracting(ExpiryResult.Kept::why)
                .containsExactly("it is the last of its partition, and says where writing goes on");
        assertThat(lake.verify().findings()).isEmpty();
        assertThat(load().files()).as("files that are new to the loader").isZero();
        try (ParquetLake writer = ParquetLake.open(location, cache)) {
            assertThat(writer.nextOffset("members", 0)).isEqualTo(23);
            assertThat(writer.nextOffset("members", 1)).isEqualTo(9);
        }
    }

    @Test
    void filesAroundOneThatWasRemovedAreNotMadeOne() throws SQLException {
        try (ParquetLake writer = ParquetLake.open(location, cache)) {
            writer.append("visits", rows(0, 0, 2, SmallLake.FIRST));
            writer.append("visits", rows(0, 2, 4, SmallLake.FIRST));
            writer.append("visits", rows(0, 4, 6, SmallLake.FIRST));
            List<LakeRow> again = new java.util.ArrayList<>();
            for (int i = 2; i < 4; i++) {
                String key = "{\"id\":" + i + "}";
                again.add(new LakeRow("u", key, null, key, 1L, 1L, 1L, SmallLake.THIRD, 0, 4 + i, null, null));
            }
            writer.append("visits", again);
        }
        load();
        assertThat(lake.expire(LocalDate.of(2026, 3, 3), duck, Lake.Keep.NEWEST_ROWS)
                        .removed())
                .containsExactly("entity=visits/dt=2026-03-01/0-000000000002-000000000003.parquet");
        assertThat(lake.compact(1 << 20).replaced()).isEqualTo(SmallLake.SMALL);
        assertThat(load().rows()).isZero();
        assertThat(ask("select count(*) from raw.visits")).isEqualTo("8");
        assertThat(lake.verify().findings()).isEmpty();
    }

    @Test
    void killedAtAnyStepExpiryRunAgainLeavesTheSameLake() throws Exception {
        List<String> undisturbed = null;
        for (int fatal = -1; ; fatal++) {
            LakeLocation place = newLocation(1_000 + fatal);
            SmallLake.write(place, cache);
            boolean killed = false;
            try (Bucket one = Bucket.of(place);
                    Connection some = DriverManager.getConnection("jdbc:duckdb:")) {
                LakeLoader.of(one, cache, CLOCK).load(some);
                try {
                    Lake.of(
                                    new FusedBucket(one, fatal, () -> {
                                        throw new FusedBucket.Killed();
                                    }),
                                    cache)
                            .expire(LocalDate.of(2026, 3, 3), some, Lake.Keep.NOTHING);
                } catch (FusedBucket.Killed expected) {
                    killed = true;
                }
                assertThat(LakeLoader.of(one, cache, CLOCK).load(some).rows()).isZero();
                assertThat(Lake.of(one, cache).verify().findings())
                        .as("findings, %s", fatal)
                        .isEmpty();
                Lake.of(one, cache).expire(LocalDate.of(2026, 3, 3), some, Lake.Keep.NOTHING);
                List<String> keys = one.list(LakeFile.ROOT).stream()
                        .map(StoredObject::key)
                        .sorted()
                        .toList();
                undisturbed = undisturbed == null ? keys : undisturbed;
                assertThat(keys)
                        .as("the files, %s", fatal)
                        .isEqualTo(undisturbed)
                        .hasSize(3);
                assertThat(Lake.of(one, cache).verify().findings())
                        .as("findings in the end, %s", fatal)
                        .isEmpty();
            }
            if (!killed && fatal >= 0) {
                assertThat(fatal).as("changes that were not made").isEqualTo(7);
                return;
            }
        }
    }

    @Test
    void replayIsWhatWasLoadedBitByBit() throws SQLException {
        try (ParquetLake writer = ParquetLake.open(location, cache)) {
            load();
            writer.append("members", rows(1, 9, 12, SmallLake.THIRD));
            load();
            lake.compact(1 << 20);
            writer.append("members", rows(1, 12, 14, SmallLake.THIRD));
            load();
        }
        assertThat(replayed()).isEqualTo(SmallLake.content(duck));
        assertThatThrownBy(() -> lake.replay(duck, CLOCK))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("Replay into a new one");
    }

    private LoadResult load() {
        return LakeLoader.of(bucket, cache, CLOCK).load(duck);
    }

    private String replayed() throws SQLException {
        return replayed(bucket);
    }

    private String replayed(Bucket of) throws SQLException {
        try (Connection fresh = DriverManager.getConnection("jdbc:duckdb:")) {
            Lake.of(of, cache).replay(fresh, CLOCK);
            return SmallLake.content(fresh);
        }
    }
}
