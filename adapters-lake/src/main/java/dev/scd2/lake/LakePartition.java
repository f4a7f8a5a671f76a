package dev.scd2.lake;

import java.time.LocalDate;

/**
 * What a lake holds of one partition of a topic. Immutable.
 *
 * @param entity  what the messages are about
 * @param partition  of the topic
 * @param files  how many
 * @param firstOffset  the offset of the first message
 * @param lastOffset  the offset of the last
 * @param rows  how many messages
 * @param bytes  of the files
 * @param earliest  the first date among the names of its files, UTC
 * @param latest  the last
 */
public record LakePartition(
        String entity,
        int partition,
        int files,
        long firstOffset,
        long lastOffset,
        long rows,
        long bytes,
        LocalDate earliest,
        LocalDate latest) {

    static LakePartition of(LakeFile file, long rows, long bytes) {
        return new LakePartition(
                file.entity(), file.partition(), 1, file.first(), file.last(), rows, bytes, file.date(), file.date());
    }

    /** Returns both together. */
    LakePartition with(LakePartition other) {
        return new LakePartition(
                entity,
                partition,
                files + other.files,
                Math.min(firstOffset, other.firstOffset),
                Math.max(lastOffset, other.lastOffset),
                rows + other.rows,
                bytes + other.bytes,
                earliest.isBefore(other.earliest) ? earliest : other.earliest,
                latest.isAfter(other.latest) ? latest : other.latest);
    }
}
