package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DirectoryLakeTest extends LakeContract {
    @Override
    LakeLocation newLocation() {
        return new DirectoryLocation(directory.resolve("lake"));
    }

    @Nested
    class Writing extends LakeWritingContract {
        @Override
        LakeLocation newLocation() {
            return new DirectoryLocation(directory.resolve("lake"));
        }
    }

    @Nested
    class Typed extends TypedFilesContract {
        @Override
        LakeLocation newLocation() {
            return new DirectoryLocation(directory.resolve("lake"));
        }
    }

    @Nested
    class Upkeep extends LakeUpkeepContract {
        @Override
        LakeLocation newLocation() {
            return new DirectoryLocation(directory.resolve("lake"));
        }

        @Override
        LakeLocation newLocation(int number) {
            return new DirectoryLocation(directory.resolve("lake" + number));
        }
    }

    @Nested
    class Compacting extends LakeCompactionContract {
        @Override
        LakeLocation newLocation() {
            return new DirectoryLocation(directory.resolve("lake"));
        }

        @Override
        LakeLocation newLocation(int number) {
            return new DirectoryLocation(directory.resolve("lake" + number));
        }

        @Override
        int stride() {
            return 1;
        }
    }

    @Test
    void oneOfManyWritersOfAKeyWinsAndReadersSeeItsWholeContentOrNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Bucket bucket = Bucket.of(newLocation())) {
            bucket.createIfMissing();
            for (int round = 0; round < 20; round++) {
                String key = "entity=members/dt=2026-03-01/" + round + "-0-1.parquet";
                List<Callable<Boolean>> work = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    Path content = Files.writeString(
                            directory.resolve("content" + writer),
                            Integer.toString(writer).repeat(100_000));
                    Path copy = directory.resolve("copy" + writer);
                    work.add(() -> wrote(bucket, key, content));
                    work.add(() -> sawNothingOrAllOfOne(bucket, key, copy));
                }
                int winners = 0;
                int number = 0;
                for (Future<Boolean> done : threads.invokeAll(work)) {
                    if (number++ % 2 == 0) {
                        winners += done.get() ? 1 : 0;
                    } else {
                        assertThat(done.get()).as("a reader saw all or nothing").isTrue();
                    }
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean wrote(Bucket bucket, String key, Path content) throws IOException {
        try {
            bucket.put(key, content);
            return true;
        } catch (LakeException refused) {
            assertThat(refused).hasMessageContaining("with other content");
            return false;
        }
    }

    private static boolean sawNothingOrAllOfOne(Bucket bucket, String key, Path copy) throws IOException {
        for (int look = 0; look < 20; look++) {
            Optional<String> tag = bucket.get(key, copy);
            if (tag.isPresent()) {
                String seen = Files.readString(copy);
                return seen.equals(seen.substring(0, 1).repeat(100_000));
            }
        }
        return true;
    }

    @Test
    void whatAKilledWriterLeftUnderWayIsNoFileOfTheLake() throws IOException {
        LakeLocation location = newLocation();
        try (ParquetLake lake = ParquetLake.open(location, directory)) {
            lake.append("members", rows(0, 0, 3));
        }
        Path left = directory.resolve("lake/.writing/entity=members/dt=2026-03-01/0-3-5.parquet");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "half");
        try (ParquetLake lake = ParquetLake.open(location, directory);
                Bucket bucket = Bucket.of(location)) {
            assertThat(lake.nextOffset("members", 0)).isEqualTo(3);
            assertThat(bucket.list("entity=")).hasSize(1);
        }
    }

    @Test
    void directoryThatIsAFileIsNamedInTheError() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> ParquetLake.open(new DirectoryLocation(file), directory))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("Cannot make the directory in " + file);
        assertThatThrownBy(() -> LakeLoader.open(
                                new DirectoryLocation(directory.resolve("none")),
                                directory,
                                java.time.Clock.systemUTC())
                        .load(java.sql.DriverManager.getConnection("jdbc:duckdb:")))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("there is no " + directory.resolve("none"));
    }
}
