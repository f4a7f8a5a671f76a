package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    private static final String SECOND = "entity=members/dt=2026-03-01/0-000000000003-000000000004.parquet";

    @TempDir
    Path directory;

    /** The wide file sorts into the part that was read before it was there, the files that it replaced into the other. */
    @Test
    void listingThroughWhichACompactionRunsMissesNoFile() {
        LakeLocation location = new DirectoryLocation(directory.resolve("lake"));
        Path cache = directory.resolve("cache");
        SmallLake.write(location, cache);
        try (Bucket bucket = Bucket.of(location)) {
            Bucket torn = new TornBucket(bucket, SECOND, () -> SmallLake.compact(bucket, cache));
            assertThat(Listing.of(torn)).isEqualTo(Listing.of(bucket));
        }
    }

    @Test
    void aSingleLookWouldMissSome() {
        LakeLocation location = new DirectoryLocation(directory.resolve("lake"));
        Path cache = directory.resolve("cache");
        SmallLake.write(location, cache);
        try (Bucket bucket = Bucket.of(location)) {
            Bucket torn = new TornBucket(bucket, SECOND, () -> SmallLake.compact(bucket, cache));
            Listing once = Listing.of(torn.list(LakeFile.ROOT), (file, other) -> {});
            assertThat(once.counted().keySet())
                    .noneMatch(file -> file.entity().equals("members")
                            && file.partition() == 0
                            && file.first() <= 8
                            && file.last() >= 8);
        }
    }
}
