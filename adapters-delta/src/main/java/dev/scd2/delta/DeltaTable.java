package dev.scd2.delta;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakeObjects;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoreState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A Delta table, in a directory or below a prefix of a bucket, that is either the history of a dimension or takes rows, facts
 * for instance.
 *
 * <pre>{@code
 * try (DeltaTable table = DeltaTable.open(LakeLocation.parse("s3://lake/tables/member"), cache)) {
 *     Publication published = table.publish(store);
 * }
 * }</pre>
 *
 * <p>Each call makes one commit, all or nothing, or none where the table holds it all. Who is overtaken by another writer
 * starts again from what that one committed, so no commit undoes another. Reader version 1 and writer version 2 of the
 * protocol, which every reader knows. Thread-safe.
 */
public final class DeltaTable implements AutoCloseable {
    private static final int ATTEMPTS = 10;
    private static final int IDENTITY_CHARACTERS = 16;

    private final LakeObjects objects;
    private final TableFormat format;
    private final Path cache;
    private final TableOptions options;

    private DeltaTable(LakeObjects objects, Path cache, TableOptions options) {
        this.objects = objects;
        this.format = new DeltaFormat(objects, cache);
        this.cache = cache;
        this.options = options;
    }

    /** Opens like {@link #open(LakeLocation, Path, TableOptions)}, with {@link TableOptions#standard()}. */
    public static DeltaTable open(LakeLocation location, Path cache) {
        return open(location, cache, TableOptions.standard());
    }

    /**
     * Opens the table whose root is {@code location}; the directory or the bucket is made where it is missing, the table with
     * the first call that writes.
     *
     * @param cache  a local directory for files under way
     * @throws LakeException if the location or the cache cannot be used
     */
    public static DeltaTable open(LakeLocation location, Path cache, TableOptions options) {
        return on(LakeObjects.open(location), cache, options);
    }

    static DeltaTable on(LakeObjects objects, Path cache, TableOptions options) {
        try {
            Files.createDirectories(cache);
            objects.createIfMissing();
            return new DeltaTable(objects, cache, options);
        } catch (IOException e) {
            objects.close();
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            objects.close();
            throw e;
        }
    }

    /**
     * Makes the table equal to what {@code store} holds: every version that is believed, with system time also those that once
     * were. It reads the whole history, and writes the files that hold a version that was not in the table or is not in the
     * history any more. The commit tells how far the store had come: published again without a batch in between, nothing is
     * read or written.
     *
     * <p>If the dimension got columns, or columns of wider types, all files are written anew in the same commit.
     *
     * @return what was done
     * @throws IllegalArgumentException if the dimension has columns that a Delta table cannot have
     * @throws dev.scd2.error.InvalidChangeException if the table has a column that the dimension lacks, or holds values that
     *     the type of the dimension does not; nothing was written
     * @throws ConcurrentCommitException if other writers were faster each of ten times; nothing was committed
     * @throws LakeException if the location holds something else, or fails; then call again
     */
    public Publication publish(DimensionStore store) {
        DimensionRows rows = DimensionRows.of(store.dimension(), options.names());
        return tried(base -> publish(store, rows, base));
    }

    /** The state of the store is asked for before it is read, so what the table then holds is that or newer. */
    private Publication publish(DimensionStore store, DimensionRows rows, @Nullable TableState base)
            throws IOException {
        Dimension dimension = store.dimension();
        StoreState state = store.state();
        String feed = "scd2:" + dimension.name() + ":" + identity(state);
        if (base != null) {
            Contents.ofDimension(dimension.name()).require(base, objects.location());
            boolean widened = SchemaChange.toDimension(base.fields(), rows.fields());
            OptionalLong reached = base.reached(feed);
            if (reached.isPresent() && reached.getAsLong() > state.generation()) {
                throw new LakeException("The Delta table in " + objects.location() + " holds generation "
                        + reached.getAsLong() + " of this store, which is at " + state.generation()
                        + ": the store was set back. Publish into another place, or remove the table.");
            }
            if (!widened && reached.isPresent() && reached.getAsLong() == state.generation()) {
                return Publication.unchanged(base);
            }
        }
        try (Upload upload = new Upload(objects, cache);
                Buckets buckets = new Buckets(upload.directory(), options.buckets(), rows.fields())) {
            new Scan(rows, buckets).of(store);
            return new Replacement(format, upload, base)
                    .commit(
                            rows.fields(),
                            Contents.ofDimension(dimension.name()).properties(),
                            buckets.finish(),
                            feed,
                            state.generation());
        }
    }

    /** Names the store by what only it has, without telling it. */
    private static String identity(StoreState state) {
        MessageDigest digest = Buckets.sha256();
        digest.update("delta".getBytes(StandardCharsets.UTF_8));
        digest.update(state.erasureSecret().toArray());
        return HexFormat.of().formatHex(digest.digest()).substring(0, IDENTITY_CHARACTERS);
    }

    /**
     * Adds rows. What a feed added up to a position is added once: a call with that position, or one before it, does nothing.
     *
     * @param feed  where the rows come from; any name that is always the same for the same source
     * @param position  how far the feed comes with these rows: an offset, the number of a batch; it grows from call to call
     * @param columns  names and types in order. Columns may be added to those of the table, and are null in the rows before
     * @param rows  values by column, as {@link ColumnType#coerce} takes them; what is missing is null. Gone through once
     * @return what was done
     * @throws IllegalArgumentException if a row has another column or a value that does not fit; nothing was committed
     * @throws dev.scd2.error.InvalidChangeException if the table has a column that is missing here, or has it with another
     *     type; nothing was written
     * @throws ConcurrentCommitException if other writers were faster each of ten times; nothing was committed
     * @throws LakeException if the location holds something else, or fails; then call again
     */
    public Publication append(
            String feed,
            long position,
            Map<String, ColumnType> columns,
            Iterable<? extends Map<String, ? extends @Nullable Object>> rows) {
        GivenRows given = new GivenRows(columns);
        try (Upload upload = new Upload(objects, cache)) {
            Appending appending = new Appending(format, upload, given, rows);
            return tried(base -> appending.commit(objects.location(), base, feed, position));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Returns the version of the table, or nothing where there is none yet.
     *
     * @throws LakeException if the location fails
     */
    public OptionalLong version() {
        return format.load().map(state -> OptionalLong.of(state.version())).orElse(OptionalLong.empty());
    }

    private interface Attempt {
        Publication on(@Nullable TableState base) throws IOException;
    }

    private Publication tried(Attempt attempt) {
        for (int i = 1; ; i++) {
            try {
                Optional<TableState> base = format.load();
                return attempt.on(base.orElse(null));
            } catch (ConcurrentCommitException overtaken) {
                if (i == ATTEMPTS) {
                    throw overtaken;
                }
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private LakeException unusable(IOException e) {
        return new LakeException("The files under way in " + cache + " cannot be used: " + e.getMessage() + ".", e);
    }

    @Override
    public void close() {
        objects.close();
    }
}
