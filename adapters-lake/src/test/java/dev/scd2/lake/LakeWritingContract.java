package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How files of a lake are rolled, and what manifests say of them, wherever it is kept. */
abstract class LakeWritingContract extends LakeFixture {
    @Test
    void fileIsRolledWhenItIsLargeEnough() throws IOException {
        Random random = new Random(Properties.seed());
        int bytes = 200_000;
        try (ParquetLake lake = ParquetLake.open(location, cache);
                Bucket bucket = Bucket.of(location)) {
            try (LakeWriter writer = LakeWriter.to(lake, bytes, Duration.ofDays(1), CLOCK)) {
                for (int offset = 0; offset < 1_000; offset++) {
                    byte[] noise = new byte[1_000];
                    random.nextBytes(noise);
                    String payload = java.util.Base64.getEncoder().encodeToString(noise);
                    assertThat(writer.nextOffset("members", 0)).isEqualTo(offset);
                    writer.write(
                            "members",
                            new LakeRow(
                                    "c", "{}", null, payload, 1L, 1L, 1L, LATE_ON_MARCH_FIRST, 0, offset, null, null));
                }
            }
            List<StoredObject> files = bucket.list(LakeFile.ROOT);
            assertThat(files).hasSizeBetween(4, 8);
            assertThat(files.subList(0, files.size() - 1))
                    .allSatisfy(file -> assertThat(file.bytes()).isBetween(bytes / 2L, bytes * 2L));
            assertThat(bucket.list(LakeManifest.ROOT)).hasSize(files.size());
            assertThat(lake.nextOffset("members", 0)).isEqualTo(1_000);
        }
    }

    @Test
    void fileIsRolledWhenItIsOldEnoughByTheClockThatWasGiven() {
        Ticking clock = new Ticking();
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeWriter writer = LakeWriter.to(lake, 1 << 20, Duration.ofMinutes(5), clock)) {
            rows(0, 0, 3).forEach(row -> writer.write("members", row));
            clock.now = clock.now.plusSeconds(200);
            rows(1, 0, 3).forEach(row -> writer.write("members", row));
            writer.roll();
            assertThat(lake.nextOffset("members", 0)).as("rolled").isZero();
            clock.now = clock.now.plusSeconds(100);
            writer.roll();
            assertThat(lake.nextOffset("members", 0)).as("rolled").isEqualTo(3);
            assertThat(lake.nextOffset("members", 1)).as("rolled").isZero();
            assertThatThrownBy(() -> writer.write("members", rows(1, 2, 3).get(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Offset 2");
            writer.flush();
            assertThat(lake.nextOffset("members", 1)).isEqualTo(3);
        }
    }

    @Test
    void manifestSaysOfEachFileOfALoadWhatItHolds() throws IOException {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", rows(0, 0, 3));
            lake.append("members", rows(0, 5, 9));
            lake.append("plans", rows(2, 1, 2));
            lake.commit();
            lake.append("plans", rows(2, 2, 4));
        }
        try (Bucket bucket = Bucket.of(location)) {
            Manifests manifests = Manifests.read(bucket, cache);
            assertThat(manifests.keys()).hasSize(2);
            assertThat(manifests.entries()).hasSize(4);
            for (ManifestEntry entry : manifests.entries().values()) {
                Path copy = directory.resolve("copy");
                bucket.get(entry.file().key(), copy);
                assertThat(entry.sha256()).isEqualTo(Checksum.of(copy));
                assertThat(entry.bytes()).isEqualTo(Files.size(copy));
                assertThat(entry).isEqualTo(FileContent.of(copy).entry(entry.file(), entry.from()));
                assertThat(FileContent.of(copy).isAsNamed(entry.file())).isTrue();
            }
            assertThat(manifests.entries().values())
                    .extracting(entry -> entry.file().entity() + " " + entry.from() + " "
                            + entry.file().first() + " " + entry.file().last() + " " + entry.rows())
                    .containsExactlyInAnyOrder("members 0 0 2 3", "members 3 5 8 4", "plans 0 1 1 1", "plans 2 2 3 2");
        }
    }

    @Test
    void nextWriterOfAPartitionMakesUpForAManifestThatIsMissing() {
        Bucket dying = Bucket.of(location);
        ParquetLake killed = ParquetLake.of(dying, cache);
        killed.append("members", rows(0, 2, 5));
        killed.append("members", rows(0, 7, 9));
        killed.append("plans", rows(0, 0, 4));
        try (Bucket bucket = Bucket.of(location)) {
            assertThat(Manifests.read(bucket, cache).keys()).isEmpty();
            try (ParquetLake next = ParquetLake.open(location, cache)) {
                next.append("members", rows(0, 9, 10));
            }
            assertThat(Manifests.read(bucket, cache).entries().values())
                    .extracting(entry -> entry.file().entity() + " " + entry.from() + " "
                            + entry.file().first() + " " + entry.file().last() + " " + entry.rows())
                    .containsExactlyInAnyOrder("members 0 2 4 3", "members 5 7 8 2", "members 9 9 9 1");
        }
        killed.close();
    }

    @Test
    void fileWithOtherBytesThanItsManifestSaysIsNotLoaded() throws Exception {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                Bucket bucket = Bucket.of(location);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            String key = lake.append("members", rows(0, 0, 5));
            lake.commit();
            bucket.delete(key);
            Path other = directory.resolve("other");
            try (ParquetRows rows = new ParquetRows(other)) {
                for (LakeRow row : rows(0, 0, 5, LATE_ON_MARCH_FIRST - 1)) {
                    rows.write(row);
                }
            }
            bucket.put(key, other);
            assertThatThrownBy(() -> loader.load(duck))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("SHA-256");
            assertThat(ask("select count(*) from meta.loaded")).isEqualTo("0");
            bucket.delete(key);
            ParquetLake.open(location, cache).append("members", rows(0, 0, 5));
            assertThat(loader.load(duck).rows()).isEqualTo(5);
        }
    }

    @Test
    void manifestThatWasChangedIsNotTrusted() throws Exception {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                Bucket bucket = Bucket.of(location)) {
            lake.append("members", rows(0, 0, 5));
            lake.commit();
            String key = Manifests.read(bucket, cache).keys().get(0);
            Path copy = directory.resolve("copy");
            bucket.get(key, copy);
            Files.writeString(copy, Files.readString(copy).replace("\"rows\":5", "\"rows\":4"));
            bucket.delete(key);
            bucket.put(key, copy);
            assertThatThrownBy(() -> ParquetLake.open(location, cache))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("cannot be trusted");
        }
    }

    @Test
    void loadedRowsAreThoseThatWereWrittenOneByOne() throws SQLException {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            try (LakeWriter writer = LakeWriter.to(lake, 1, Duration.ofDays(1), CLOCK)) {
                rows(0, 0, 7).forEach(row -> writer.write("members", row));
            }
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(1, 7, 7));
        }
    }

    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
