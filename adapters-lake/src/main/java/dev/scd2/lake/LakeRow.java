package dev.scd2.lake;

import org.jspecify.annotations.Nullable;

/**
 * One message of a topic as it is kept in the lake: every message is a row, also what is no change. Immutable.
 *
 * @param op  the operation of Debezium's envelope, or {@link #TOMBSTONE}, or {@link #MALFORMED}
 * @param key  the key, as JSON where it is
 * @param before  the row before, as JSON
 * @param after  the row after, as JSON
 * @param lsn  the position of the change in the source's log
 * @param totalOrder  its place in the transaction
 * @param txId  the transaction
 * @param tsMicros  when the source committed it, epoch microseconds, UTC
 * @param partition  the partition of the topic
 * @param offset  the place in the partition
 * @param problem  why the message is no change; null for a change
 * @param payload  the message as it came, where it is no change
 */
public record LakeRow(
        String op,
        @Nullable String key,
        @Nullable String before,
        @Nullable String after,
        @Nullable Long lsn,
        @Nullable Long totalOrder,
        @Nullable Long txId,
        @Nullable Long tsMicros,
        int partition,
        long offset,
        @Nullable String problem,
        @Nullable String payload) {

    /** The operation of a message without a value. */
    public static final String TOMBSTONE = "tombstone";

    /** The operation of a message that could not be read. */
    public static final String MALFORMED = "malformed";

    /**
     * Reads a message with Debezium's envelope; what is none becomes a row with a {@link #problem}, never an exception.
     *
     * @param key  null where the message has none
     * @param value  null for a tombstone
     */
    public static LakeRow of(int partition, long offset, @Nullable String key, @Nullable String value) {
        return MessageRows.row(partition, offset, key, value);
    }

    /** Names the place and the operation only: rows may be about people. */
    @Override
    public String toString() {
        return "LakeRow[" + partition + "@" + offset + " " + op + "]";
    }
}
