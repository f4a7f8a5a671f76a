package dev.scd2.lake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a lake and a DuckDB database fresh together: takes messages one by one, rolls them into files of the lake, and loads
 * each file as soon as it is there, into the raw table and the typed ones, in one transaction.
 *
 * <pre>{@code
 * try (ParquetLake lake = ParquetLake.open(location, cache);
 *         WarehouseFeed feed = WarehouseFeed.into(warehouse, lake)
 *                 .typed(TypedTable.of("members").column("id", LONG).column("name", TEXT))
 *                 .files(16 << 20, Duration.ofMillis(100))
 *                 .open()) {
 *     feed.take("members", row);  // from feed.nextOffset("members", 0) on
 *     feed.roll();                // often, also when nothing comes
 * }
 * }</pre>
 *
 * <p>It does what a {@link LakeWriter} and a {@link LakeLoader} do, without listing the lake for each load: that costs the
 * files that are there already, and this only what is new. What is loaded is the local copy of the file that the lake has
 * just taken. Killed at any point, and opened again, it first loads what the lake has and the database has not.
 *
 * <p>Small files make a fresh warehouse and a slow lake: {@link Lake#compact} them now and then. A load is one row of {@code
 * meta.load_batches}, and for the lake all that comes between two manifests. Confined to one thread; no other
 * writer or loader may be at work on the same lake and database.
 */
public final class WarehouseFeed implements AutoCloseable {
    private final Connection warehouse;
    private final ParquetLake lake;
    private final Clock clock;
    private final Duration manifestAge;
    private final LakeWriter writer;
    private final LoadedFiles loaded;
    private final List<TypedLoad> typed = new ArrayList<>();
    private Instant manifest;
    private long rows;
    /** A load failed: one that came after it would leave its rows out for ever. */
    private boolean broken;

    private WarehouseFeed(Builder builder) {
        this.warehouse = builder.warehouse;
        this.lake = builder.lake;
        this.clock = builder.clock;
        this.manifestAge = builder.manifestAge;
        this.writer = LakeWriter.to(lake, builder.maxBytes, builder.maxAge, clock, this::load);
        this.loaded = new LoadedFiles(warehouse);
        this.manifest = clock.instant();
        builder.typed.forEach(table -> typed.add(new TypedLoad(warehouse, table)));
    }

    /**
     * Returns a builder.
     *
     * @param warehouse  to the DuckDB database, in auto-commit mode, of this feed only; schemas and tables are made
     * @param lake  of this feed only; the caller closes it afterwards
     */
    public static Builder into(Connection warehouse, ParquetLake lake) {
        return new Builder(warehouse, lake);
    }

    /** Returns the offset behind all that was taken, whether it is rolled or not. */
    public long nextOffset(String entity, int partition) {
        return writer.nextOffset(entity, partition);
    }

    /**
     * Takes a message; rolls and loads its file where that became large enough.
     *
     * @throws IllegalArgumentException if its offset is below {@link #nextOffset}
     * @throws LakeException if the lake or the database fails; then open a new feed, which goes on where the lake ends
     */
    public void take(String entity, LakeRow row) {
        requireWhole();
        writer.write(entity, row);
    }

    /**
     * Rolls and loads the files that are old enough.
     *
     * @return how many rows were committed by this feed so far
     * @throws LakeException as {@link #take} does
     */
    public long roll() {
        requireWhole();
        writer.roll();
        return rows;
    }

    /**
     * Rolls and loads all that was taken, and writes the manifest of it.
     *
     * @throws LakeException as {@link #take} does
     */
    public void flush() {
        requireWhole();
        close();
    }

    /** Flushes; where a load has failed, only into the lake. Lake and database stay open. */
    @Override
    public void close() {
        writer.flush();
        lake.commit();
    }

    private void requireWhole() {
        if (broken) {
            throw new LakeException("A load has failed, and what comes now would be loaded without it."
                    + " Close this feed and open another, which begins with what is missing.");
        }
    }

    private void catchUp(Builder builder) {
        // The loader shares the bucket of the lake, which stays open.
        LakeLoader loader = LakeLoader.of(lake.bucket(), lake.cache(), clock);
        loader.load(warehouse);
        committed(() -> {
            loaded.createTables();
            for (int i = 0; i < typed.size(); i++) {
                loaded.createRaw(builder.typed.get(i).entity());
                typed.get(i).createTable();
                typed.get(i).catchUp();
            }
        });
    }

    private void load(List<FreshFile> files) {
        if (files.isEmpty() || broken) {
            return;
        }
        committed(() -> {
            long load = loaded.begin(clock.instant());
            for (FreshFile file : files) {
                rows += loaded.append(file);
            }
            loaded.end(lake.bucket().location());
            for (TypedLoad table : typed) {
                table.take(files, load);
            }
        });
        Instant now = clock.instant();
        if (!now.isBefore(manifest.plus(manifestAge))) {
            lake.commit();
            manifest = now;
        }
    }

    private void committed(Work work) {
        broken = true;
        try {
            warehouse.setAutoCommit(false);
            try {
                work.run();
                warehouse.commit();
                warehouse.setAutoCommit(true);
            } catch (SQLException | RuntimeException | Error e) {
                LakeLoader.abandon(warehouse, e);
                throw e;
            }
            broken = false;
        } catch (SQLException e) {
            throw new LakeException(
                    "What the lake " + lake.bucket().location() + " has taken could not be loaded: " + e.getMessage(),
                    e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    /** Builds a {@link WarehouseFeed}. Confined to one thread. */
    public static final class Builder {
        private final Connection warehouse;
        private final ParquetLake lake;
        private final List<TypedTable> typed = new ArrayList<>();
        private long maxBytes = 16L << 20;
        private Duration maxAge = Duration.ofSeconds(1);
        private Duration manifestAge = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();

        private Builder(Connection warehouse, ParquetLake lake) {
            this.warehouse = warehouse;
            this.lake = lake;
        }

        /** Adds a typed table. */
        public Builder typed(TypedTable table) {
            typed.add(table);
            return this;
        }

        /**
         * Sets when a file ends, 16 MiB and a second unless said. Freshness is the age and what a load takes.
         *
         * @param bytes  a file with at least so many is loaded
         * @param age  a file whose first message was taken so long ago is loaded
         */
        public Builder files(long bytes, Duration age) {
            maxBytes = bytes;
            maxAge = age;
            return this;
        }

        /** Sets how often at most a manifest tells of the new files; ten seconds unless said. */
        public Builder manifests(Duration every) {
            manifestAge = every;
            return this;
        }

        /** Sets by what files get old and loads are dated; the system's clock unless said. */
        public Builder clock(Clock other) {
            clock = other;
            return this;
        }

        /**
         * Opens the feed: makes tables, and loads what the lake has and the database has not.
         *
         * @throws LakeException if the lake or the database fails
         */
        public WarehouseFeed open() {
            WarehouseFeed feed = new WarehouseFeed(this);
            feed.catchUp(this);
            return feed;
        }
    }
}
