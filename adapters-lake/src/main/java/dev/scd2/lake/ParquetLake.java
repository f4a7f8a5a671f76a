package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The writer of a lake: messages of topics as Parquet files that are written once and never changed.
 *
 * <p>A file is named by entity, partition, and the offsets of its first and last message, so the listing of the bucket
 * says where writing goes on, and nothing else has to be remembered. A killed writer leaves a file whole or not at all;
 * the next one begins behind it. Two writers at once are refused where they meet: at the same name by the conditional
 * write, at other cut points by the listing, whose ranges must not overlap ({@link #open}, {@link LakeLoader}).
 *
 * <pre>{@code
 * try (ParquetLake lake = ParquetLake.open(location, Path.of("build/cache"))) {
 *     long next = lake.nextOffset("members", 0);
 *     lake.append("members", rows); // one partition, offsets from next on
 * }
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class ParquetLake implements AutoCloseable {
    private final Bucket bucket;
    private final Path cache;
    private final Map<Place, Long> next = new HashMap<>();

    private ParquetLake(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /**
     * Opens the lake in the bucket, which is made if it is missing, and reads from its listing how far it goes.
     *
     * @param cache  a local directory for files under way
     * @throws LakeException if the store cannot be reached, or files of the lake overlap
     */
    public static ParquetLake open(S3Location location, Path cache) {
        Bucket bucket = new Bucket(location);
        try {
            Files.createDirectories(cache);
            bucket.createIfMissing();
            ParquetLake lake = new ParquetLake(bucket, cache);
            for (LakeFile file : bucket.files().keySet()) {
                lake.follow(file);
            }
            return lake;
        } catch (IOException e) {
            bucket.close();
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    /** Returns the offset that follows the last message of the partition in the lake; 0 where there is none. */
    public long nextOffset(String entity, int partition) {
        return next.getOrDefault(new Place(entity, partition), 0L);
    }

    /**
     * Writes the messages as one file. When this method returns, they are in the lake.
     *
     * @param rows  not empty, of one partition, with rising offsets, none below {@link #nextOffset}
     * @return the key of the file
     * @throws LakeException if the file cannot be written, or another writer wrote there
     */
    public String append(String entity, List<LakeRow> rows) {
        LakeFile file = LakeFile.of(entity, rows);
        if (LakeFile.named(file.key()).isEmpty()) {
            throw new IllegalArgumentException("Not the name of an entity of a lake: " + entity);
        }
        requireInOrder(file, rows);
        Path local = cache.resolve(entity + "-" + file.partition() + ".writing");
        try {
            ParquetRows.write(local, rows);
            bucket.put(file.key(), local);
        } catch (IOException e) {
            throw new LakeException(
                    "The file for " + file.key() + " cannot be written in " + cache + ": " + e.getMessage()
                            + ". Is there space left?",
                    e);
        } finally {
            local.toFile().delete();
        }
        next.put(new Place(entity, file.partition()), file.last() + 1);
        return file.key();
    }

    @Override
    public void close() {
        bucket.close();
    }

    private void requireInOrder(LakeFile file, List<LakeRow> rows) {
        long least = nextOffset(file.entity(), file.partition());
        for (LakeRow row : rows) {
            if (row.partition() != file.partition() || row.offset() < least) {
                throw new IllegalArgumentException("Offset " + row.offset() + " of partition " + row.partition()
                        + " of " + file.entity() + " comes where " + least + " or more of partition "
                        + file.partition() + " should.");
            }
            least = row.offset() + 1;
        }
    }

    private void follow(LakeFile file) {
        Place place = new Place(file.entity(), file.partition());
        if (file.first() < next.getOrDefault(place, 0L)) {
            throw new LakeException("The file " + file.key() + " in " + bucket.location()
                    + " overlaps the one before it: two programs wrote this topic at once."
                    + " Remove the later of the two files, and let only one program write.");
        }
        next.put(place, file.last() + 1);
    }

    private record Place(String entity, int partition) {}
}
