package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file of the lake really holds. Immutable.
 *
 * @param rows  how many
 * @param first  the offset of the first
 * @param last  the offset of the last
 * @param rising  whether offsets rise from row to row
 * @param onePartition  the partition of all rows, or -1 where they have several or there are none
 * @param latestMicros  the latest time, epoch microseconds, UTC; null where none has one
 * @param bytes  its size
 * @param sha256  of its bytes, hexadecimal
 */
record FileContent(
        long rows,
        long first,
        long last,
        boolean rising,
        int onePartition,
        @Nullable Long latestMicros,
        long bytes,
        String sha256) {

    /**
     * Copies a file of the lake, reads it whole and removes the copy.
     *
     * @return nothing where it is not there any more
     * @throws LakeException if it cannot be read
     */
    static Optional<FileContent> of(Bucket bucket, LakeFile file, Path cache) {
        try {
            Path copy = Files.createTempFile(cache, "read", ".parquet");
            try {
                return bucket.get(file.key(), copy).isPresent() ? Optional.of(of(copy)) : Optional.empty();
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new LakeException(
                    "The file " + file.key() + " in " + bucket.location() + " cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    static FileContent of(Path local) throws IOException {
        Seen seen = new Seen();
        ParquetContent.read(local, seen::take);
        return new FileContent(
                seen.rows,
                seen.first,
                seen.last,
                seen.rising,
                seen.onePartition,
                seen.latest,
                Files.size(local),
                Checksum.of(local));
    }

    ManifestEntry entry(LakeFile file, long from) {
        return new ManifestEntry(file, from, rows, bytes, sha256, latestMicros);
    }

    /** Whether it holds what its name says. */
    boolean isAsNamed(LakeFile file) {
        return rows > 0 && first == file.first() && last == file.last() && rising && onePartition == file.partition();
    }

    private static final class Seen {
        private long rows;
        private long first;
        private long last = -1;
        private boolean rising = true;
        private int onePartition = -1;
        private @Nullable Long latest;

        void take(LakeRow row) {
            first = rows == 0 ? row.offset() : first;
            rising &= rows == 0 || row.offset() > last;
            onePartition = rows == 0 || onePartition == row.partition() ? row.partition() : -1;
            last = row.offset();
            Long time = row.tsMicros();
            if (time != null) {
                latest = latest == null ? time : Long.valueOf(Math.max(latest, time));
            }
            rows++;
        }
    }
}
