package dev.scd2.lake;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes messages one by one and rolls them into files of a lake: a file ends when it is large enough or old enough, whichever
 * comes first.
 *
 * <pre>{@code
 * try (LakeWriter writer = LakeWriter.to(lake, 64 << 20, Duration.ofMinutes(5), Clock.systemUTC())) {
 *     writer.write("members", row);  // from writer.nextOffset("members", 0) on
 *     writer.roll();                 // now and then, also when nothing comes
 * }
 * }</pre>
 *
 * <p>What is not rolled yet lies in the cache of the lake and is lost with the process: reading a topic goes on where the
 * <em>lake</em> ends. Each roll that wrote something is a load, with one manifest. At most one row group, 32 MiB before
 * compression, is in memory for each partition that is written. Confined to one thread.
 */
public final class LakeWriter implements AutoCloseable {
    private final ParquetLake lake;
    private final long maxBytes;
    private final Duration maxAge;
    private final Clock clock;
    private final Rolled rolled;
    private final Map<String, Open> open = new TreeMap<>();

    private LakeWriter(ParquetLake lake, long maxBytes, Duration maxAge, Clock clock, Rolled rolled) {
        if (maxBytes < 1 || maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("A file ends by a positive number of bytes and a positive age.");
        }
        this.lake = lake;
        this.maxBytes = maxBytes;
        this.maxAge = maxAge;
        this.clock = clock;
        this.rolled = rolled;
    }

    /**
     * Makes a writer to {@code lake}, which the caller closes afterwards.
     *
     * @param maxBytes  a file with at least so many bytes is written; files come out somewhat larger, or smaller by what
     *     compresses at the end
     * @param maxAge  a file whose first message was taken so long ago is written
     * @param clock  says when that was
     */
    public static LakeWriter to(ParquetLake lake, long maxBytes, Duration maxAge, Clock clock) {
        return new LakeWriter(lake, maxBytes, maxAge, clock, files -> lake.commit());
    }

    /** Makes a writer that leaves to {@code rolled} what follows when files are in the lake, the manifest as well. */
    static LakeWriter to(ParquetLake lake, long maxBytes, Duration maxAge, Clock clock, Rolled rolled) {
        return new LakeWriter(lake, maxBytes, maxAge, clock, rolled);
    }

    /** Returns the offset behind all that was taken, whether it is rolled or not. */
    public long nextOffset(String entity, int partition) {
        Open file = open.get(place(entity, partition));
        return file == null ? lake.nextOffset(entity, partition) : file.rows.last() + 1;
    }

    /**
     * Takes a message, and rolls its file where that became large enough.
     *
     * @throws IllegalArgumentException if its offset is below {@link #nextOffset}
     * @throws LakeException if a file cannot be written, or another writer wrote there
     */
    public void write(String entity, LakeRow row) {
        ParquetLake.requireInOrder(entity, row.partition(), nextOffset(entity, row.partition()), row);
        try {
            String place = place(entity, row.partition());
            Open file = open.get(place);
            if (file == null) {
                file = new Open(entity, lake.begin(entity, row.partition()), clock.instant());
                open.put(place, file);
            }
            file.rows.write(row);
            if (file.rows.bytes() >= maxBytes) {
                roll(List.of(place));
            }
        } catch (IOException e) {
            throw lake.unwritable(entity, e);
        }
    }

    /** Writes the files that are old enough. */
    public void roll() {
        Instant youngest = clock.instant().minus(maxAge);
        List<String> due = new ArrayList<>();
        open.forEach((place, file) -> {
            if (!file.since.isAfter(youngest)) {
                due.add(place);
            }
        });
        roll(due);
    }

    /** Writes all that was taken. */
    public void flush() {
        roll(List.copyOf(open.keySet()));
    }

    private void roll(List<String> places) {
        List<FreshFile> files = new ArrayList<>();
        try {
            for (String place : places) {
                Open file = open.remove(place);
                if (file != null) {
                    files.add(land(file));
                }
            }
            rolled.take(files);
        } finally {
            files.forEach(file -> file.copy().toFile().delete());
        }
    }

    private FreshFile land(Open file) {
        try {
            return lake.land(file.entity, file.rows);
        } catch (IOException e) {
            throw lake.unwritable(file.entity, e);
        }
    }

    /** Writes all that was taken; the lake stays open. */
    @Override
    public void close() {
        flush();
    }

    private static String place(String entity, int partition) {
        return entity + "/" + partition;
    }

    private record Open(String entity, ParquetRows rows, Instant since) {}

    /** What follows when files are in the lake; their local copies are removed afterwards. */
    @FunctionalInterface
    interface Rolled {
        void take(List<FreshFile> files);
    }
}
