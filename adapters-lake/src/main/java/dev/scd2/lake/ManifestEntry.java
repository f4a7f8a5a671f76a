package dev.scd2.lake;

import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of a file. Immutable.
 *
 * @param file  its name
 * @param from  the offset from which on it holds all there was; at most its first
 * @param rows  how many rows it has
 * @param bytes  its size
 * @param sha256  of its bytes, hexadecimal
 * @param latestMicros  the latest time of a message in it, epoch microseconds, UTC; null where none has one
 */
record ManifestEntry(
        LakeFile file,
        long from,
        long rows,
        long bytes,
        String sha256,
        @Nullable Long latestMicros) {}
