package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The writer of a lake: messages of topics as Parquet files that are written once and never changed.
 *
 * <p>A file is named by entity, partition, and the offsets of its first and last message, so the listing
 * says where writing goes on, and nothing else has to be remembered. A killed writer leaves a file whole or not at all;
 * the next one begins behind it. Two writers at once are refused where they meet: at the same name by the conditional
 * write, at other cut points by the listing, in which of two files that overlap one must cover the other ({@link #open},
 * {@link LakeLoader}).
 *
 * <p>A <em>load</em> is what is appended between two calls of {@link #commit}; closing commits, too. Its manifest says of
 * each file the rows, bytes, SHA-256 and offsets, and from which offset on nothing was left out. Files count without it; a
 * writer that died before it wrote one is made up for by the next that writes the same partition.
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
    /** Files that other writers left without a word, until the next load of their partition takes them up. */
    private final Map<Place, List<Unsaid>> unsaid = new HashMap<>();

    private final List<ManifestEntry> load = new ArrayList<>();

    private ParquetLake(Bucket bucket, Path cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /**
     * Opens the lake, whose bucket or directory is made if it is missing, and reads how far it goes from its listing and its
     * manifests, one request for each of those.
     *
     * @param cache  a local directory for files under way, of this writer only
     * @throws LakeException if the store cannot be reached, or files of the lake overlap
     */
    public static ParquetLake open(LakeLocation location, Path cache) {
        return of(Bucket.of(location), cache);
    }

    static ParquetLake of(Bucket bucket, Path cache) {
        try {
            Files.createDirectories(cache);
            bucket.createIfMissing();
            ParquetLake lake = new ParquetLake(bucket, cache);
            lake.read();
            return lake;
        } catch (IOException e) {
            bucket.close();
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        } catch (RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    private void read() {
        Manifests manifests = Manifests.read(bucket, cache);
        for (LakeFile file : Listing.of(bucket).counted().keySet()) {
            Place place = Place.of(file);
            Long from = next.put(place, file.last() + 1);
            if (!manifests.entries().containsKey(file)) {
                unsaid.computeIfAbsent(place, none -> new ArrayList<>()).add(new Unsaid(file, from == null ? 0 : from));
            }
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
        int partition = rows.get(0).partition();
        long least = nextOffset(entity, partition);
        for (LakeRow row : rows) {
            requireInOrder(entity, partition, least, row);
            least = row.offset() + 1;
        }
        try (ParquetRows file = begin(entity, partition)) {
            for (LakeRow row : rows) {
                file.write(row);
            }
            return put(entity, file);
        } catch (IOException e) {
            throw unwritable(entity, e);
        }
    }

    /** Begins a local file for rows of a partition. */
    ParquetRows begin(String entity, int partition) throws IOException {
        if (!LakeFile.isEntity(entity)) {
            throw new IllegalArgumentException("Not the name of an entity of a lake: " + entity
                    + ". It has letters, digits, dots, underscores and hyphens.");
        }
        return new ParquetRows(cache.resolve(entity + "-" + partition + ".writing"));
    }

    /** Ends a local file, puts it into the lake and removes it; returns the key. */
    String put(String entity, ParquetRows rows) throws IOException {
        try {
            return land(entity, rows).file().key();
        } finally {
            Files.deleteIfExists(rows.file());
        }
    }

    /** Ends a local file and puts it into the lake; the local one stays, and is the caller's. */
    FreshFile land(String entity, ParquetRows rows) throws IOException {
        rows.close();
        LakeFile file = rows.named(entity);
        Place place = Place.of(file);
        bucket.put(file.key(), rows.file());
        ManifestEntry entry = new ManifestEntry(
                file,
                next.getOrDefault(place, 0L),
                rows.rows(),
                Files.size(rows.file()),
                Checksum.of(rows.file()),
                rows.latestTime());
        load.add(entry);
        next.put(place, file.last() + 1);
        return new FreshFile(file, entry.sha256(), rows.file(), rows.hasTruncates());
    }

    Bucket bucket() {
        return bucket;
    }

    Path cache() {
        return cache;
    }

    LakeException unwritable(String entity, IOException e) {
        return new LakeException(
                "A file of " + entity + " cannot be written in " + cache + ": " + e.getMessage()
                        + ". Is there space left?",
                e);
    }

    /**
     * Ends a load: writes the manifest of what was appended since the last one. Nothing happens where that is nothing.
     *
     * @throws LakeException if the store fails; the files are in the lake, and this can be called again
     */
    public void commit() {
        if (load.isEmpty()) {
            return;
        }
        Set<ManifestEntry> entries = new LinkedHashSet<>(load);
        for (ManifestEntry entry : load) {
            for (Unsaid other : unsaid.getOrDefault(Place.of(entry.file()), List.of())) {
                FileContent.of(bucket, other.file(), cache)
                        .ifPresent(content -> entries.add(content.entry(other.file(), other.from())));
            }
        }
        Manifests.write(bucket, new LakeManifest(List.copyOf(entries), List.of()), cache);
        load.forEach(entry -> unsaid.remove(Place.of(entry.file())));
        load.clear();
    }

    /** Commits, and lets go of the store. */
    @Override
    public void close() {
        try (bucket) {
            commit();
        }
    }

    static void requireInOrder(String entity, int partition, long least, LakeRow row) {
        if (row.partition() != partition || row.offset() < least) {
            throw new IllegalArgumentException("Offset " + row.offset() + " of partition " + row.partition() + " of "
                    + entity + " comes where " + least + " or more of partition " + partition + " should.");
        }
    }

    private record Place(String entity, int partition) {
        static Place of(LakeFile file) {
            return new Place(file.entity(), file.partition());
        }
    }

    /** A file in no manifest, and where its writer will have begun. */
    private record Unsaid(LakeFile file, long from) {}
}
