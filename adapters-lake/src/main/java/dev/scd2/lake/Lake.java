package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The upkeep of a lake: what is in it, whether it is whole, fewer files, no old ones, all of it once more.
 *
 * <pre>{@code
 * try (Lake lake = Lake.open(location, cache)) {
 *     lake.compact(128 << 20);
 *     if (!lake.verify().isClean()) { … }
 * }
 * }</pre>
 *
 * <p>A writer and loaders may be at work meanwhile; beside {@link #expire} no other upkeep should run. Whatever is killed leaves a lake with the same rows, each once; running it again ends what was begun. Confined to one
 * thread.
 */
public final class Lake implements AutoCloseable {
    private final Bucket bucket;
    private final Path cache;

    private Lake(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /**
     * Opens a lake that is there already, without reading it.
     *
     * @param cache  a local directory for files under way
     * @throws LakeException if the cache cannot be made
     */
    public static Lake open(LakeLocation location, Path cache) {
        return of(Bucket.of(location), cache);
    }

    static Lake of(Bucket bucket, Path cache) {
        try {
            Files.createDirectories(cache);
            return new Lake(bucket, cache);
        } catch (IOException e) {
            bucket.close();
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Returns what each partition holds, by entity and partition. Reads the manifests, and files that stand in none.
     *
     * @throws LakeException if the store fails or a file cannot be read
     */
    public List<LakePartition> list() {
        Listing listing = Listing.of(bucket);
        Manifests manifests = Manifests.read(bucket, cache);
        Map<String, LakePartition> partitions = new LinkedHashMap<>();
        listing.counted().forEach((file, bytes) -> {
            LakePartition one = LakePartition.of(file, rows(file, manifests), bytes);
            partitions.merge(file.entity() + "/" + file.partition(), one, LakePartition::with);
        });
        return List.copyOf(partitions.values());
    }

    private long rows(LakeFile file, Manifests manifests) {
        ManifestEntry entry = manifests.entries().get(file);
        return entry != null
                ? entry.rows()
                : FileContent.of(bucket, file, cache).map(FileContent::rows).orElse(0L);
    }

    /**
     * Reads every file, and compares names, content, neighbours and manifests.
     *
     * @throws LakeException if the store fails; what is wrong with the lake is in the result
     */
    public LakeVerification verify() {
        return new LakeCheck(bucket, cache).run();
    }

    /**
     * Makes one file of neighbours of a partition that have the same date, as many as fit into {@code maxBytes}, and removes
     * them. Before that it ends what a killed compaction began.
     *
     * <p>The wide file has the offsets of all of them, and from when it appears they count as covered: no reader counts a row
     * twice, or misses one. A loader that has some of them takes the rest from the wide one.
     *
     * <p>Of two compactions at once both end; one is told where it could not end what it began.
     *
     * @param maxBytes  how large the files together may be
     * @throws LakeException if another program compacts the same partition, the store fails, or a file is not what its name or its manifest says; then its neighbours stay
     */
    public CompactionResult compact(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("Files are put together up to a positive number of bytes.");
        }
        return new Compaction(bucket, cache).run(maxBytes);
    }

    /**
     * Returns what {@link #expire} would do, and removes nothing.
     *
     * @param before  a UTC day; files with messages of that day or later stay
     * @param loaded  the DuckDB database that {@link LakeLoader} loads; null where there is none, then only covered files go
     */
    public ExpiryResult planExpiry(LocalDate before, @Nullable Connection loaded, Keep keep) {
        return new Expiry(bucket, cache).plan(before, loaded, keep);
    }

    /**
     * Removes the files all of whose messages are older than {@code before} and that are loaded, or covered by a wider file.
     *
     * <p>The last file of each partition stays, because it says where writing goes on, and so do files with messages without
     * a time. With {@link Keep#NEWEST_ROWS} a file stays that holds the newest change of a key of its partition, unless that
     * is a deletion and no file that stays tells of the key; and one that holds a truncate. What was removed is written
     * down first, so that verifying does not miss it.
     *
     * @param before  a UTC day; files with messages of that day or later stay
     * @param loaded  the DuckDB database that {@link LakeLoader} loads; null where there is none, then only covered files go
     * @throws LakeException if the store or the database fails
     */
    public ExpiryResult expire(LocalDate before, @Nullable Connection loaded, Keep keep) {
        return new Expiry(bucket, cache).run(before, loaded, keep);
    }

    /** What {@link #expire} does with files that hold the newest change of a key. */
    public enum Keep {
        /** They stay. */
        NEWEST_ROWS,
        /** They go with the others: what the lake then knows of a key may be an older row, or nothing. */
        NOTHING
    }

    /**
     * Loads the whole lake into a database that holds nothing of one yet, like a {@link LakeLoader} that begins.
     *
     * @param connection  to the DuckDB database, in auto-commit mode
     * @param clock  says when that was
     * @throws LakeException if something is loaded already, or like {@link LakeLoader#load}
     */
    @SuppressWarnings("resource") // the loader shares the bucket of this lake, which stays open
    public LoadResult replay(Connection connection, Clock clock) {
        try {
            LoadedFiles loaded = new LoadedFiles(connection);
            loaded.createTables();
            if (!loaded.isEmpty()) {
                throw new LakeException("The database holds files of a lake already. Replay into a new one.");
            }
        } catch (SQLException e) {
            throw new LakeException("The database cannot be used: " + e.getMessage(), e);
        }
        return LakeLoader.of(bucket, cache, clock).load(connection);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
