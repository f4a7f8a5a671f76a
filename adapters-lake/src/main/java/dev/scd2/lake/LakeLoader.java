package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes the files of a lake into the raw tables of a DuckDB database, each row exactly once.
 *
 * <p>{@code raw.<entity>} holds the messages with their partition, offset, load and file; {@code meta.loaded} holds a row
 * per file, {@code meta.load_batches} one per load. Rows and manifest commit in one transaction, so a killed load left
 * nothing and is done again.
 *
 * <p>What is read is compared with the manifests of the lake, where they speak of it: a file with other bytes is not loaded.
 *
 * <p>A lake may be compacted while it is loaded, before and after: of a file that is wider than some that were loaded the
 * rows that they did not have are taken, and {@code meta.loaded} counts those.
 *
 * <p>Confined to one thread; a database file is open in one program at a time.
 */
public final class LakeLoader implements AutoCloseable {
    private static final int MOST_LOOKS = 20;

    private final Bucket bucket;
    private final Path cache;
    private final InstantSource clock;

    private LakeLoader(Bucket bucket, Path cache, InstantSource clock) {
        this.bucket = bucket;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * Opens a loader of the lake.
     *
     * @param cache  a local directory for files under way
     * @param clock  says when a load happened
     */
    public static LakeLoader open(LakeLocation location, Path cache, InstantSource clock) {
        return of(Bucket.of(location), cache, clock);
    }

    static LakeLoader of(Bucket bucket, Path cache, InstantSource clock) {
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            bucket.close();
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
        return new LakeLoader(bucket, cache, clock);
    }

    /**
     * Loads the files that the database does not hold yet, all in one transaction.
     *
     * @param connection  to the DuckDB database, in auto-commit mode; schemas and tables are made where they are missing
     * @throws LakeException if a file overlaps what is loaded without covering it, or the lake or the
     *     database fails; then nothing was loaded
     */
    public LoadResult load(Connection connection) {
        try {
            for (int look = 0; look < MOST_LOOKS; look++) {
                Optional<LoadResult> result = loadOnce(connection);
                if (result.isPresent()) {
                    return result.get();
                }
            }
            throw new LakeException("Files of " + bucket.location() + " went while they were loaded, " + MOST_LOOKS
                    + " times. Nothing was loaded; load again when less is removed.");
        } catch (SQLException e) {
            throw new LakeException("The lake " + bucket.location() + " could not be loaded: " + e.getMessage(), e);
        }
    }

    /** Returns nothing where a file is not there any more: what covers it is found by looking again. */
    private Optional<LoadResult> loadOnce(Connection connection) throws SQLException {
        LoadedFiles loaded = new LoadedFiles(connection);
        loaded.createTables();
        Set<LakeFile> fresh = fresh(loaded);
        if (fresh.isEmpty()) {
            return Optional.of(new LoadResult(0, 0, 0));
        }
        connection.setAutoCommit(false);
        try {
            Optional<LoadResult> result = load(loaded, fresh);
            if (result.isPresent()) {
                connection.commit();
            } else {
                connection.rollback();
            }
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            abandon(connection, e);
            throw e;
        }
    }

    /**
     * Where a commit failed, as on a full disk, there may be no transaction to roll back any more, or already the next.
     * What the database says to that must not hide the reason.
     */
    static void abandon(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        bucket.close();
    }

    private Set<LakeFile> fresh(LoadedFiles loaded) throws SQLException {
        Set<LakeFile> fresh = new TreeSet<>(Listing.ORDER);
        for (LakeFile file : Listing.of(bucket).counted().keySet()) {
            if (loaded.share(file, bucket.location()) != LoadedFiles.Share.ALL) {
                fresh.add(file);
            }
        }
        return fresh;
    }

    private Optional<LoadResult> load(LoadedFiles loaded, Set<LakeFile> fresh) throws SQLException {
        Manifests manifests = Manifests.read(bucket, cache);
        long loadId = loaded.begin(clock.instant());
        long rows = 0;
        for (LakeFile file : fresh) {
            Path copy = cache.resolve(file.entity() + "-" + file.partition() + "-" + file.first() + ".loading");
            try {
                Optional<String> tag = bucket.get(file.key(), copy);
                if (tag.isEmpty()) {
                    return Optional.empty();
                }
                manifests.requireSame(file, copy, bucket.location());
                rows += loaded.take(file, tag.get(), copy, bucket.location());
            } catch (IOException e) {
                throw new LakeException(
                        "The copy of " + file.key() + " cannot be written in " + cache + ": " + e.getMessage()
                                + ". Is there space left?",
                        e);
            } finally {
                copy.toFile().delete();
            }
        }
        loaded.end(bucket.location());
        return Optional.of(new LoadResult(loadId, fresh.size(), rows));
    }
}
