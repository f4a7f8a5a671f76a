package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.debezium.ChangeEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * A change in Debezium's envelope.
 *
 * <p>{@code (lsn, totalOrder)} orders the changes of a PostgreSQL source, and stays the same when a change comes again.
 * {@code lastCommitLsn} does not: it is the last commit that the connector had seen, unknown after its restart.
 *
 * @param op  {@code c} inserted, {@code u} updated, {@code d} deleted, {@code r} read by a snapshot, {@code t} truncated
 * @param key  the primary key; null for a table without one
 * @param before  the row before; null where the source does not tell
 * @param after  the row after; null when it was deleted
 * @param lastCommitLsn  the first part of {@code source.sequence}
 * @param lsn  the position of the change in the source's log
 * @param totalOrder  the place of the change in its transaction, from 1; null without transaction metadata
 * @param txId  the transaction
 * @param tsMicros  when the source committed it, epoch microseconds, UTC
 */
public record DebeziumEnvelope(
        String topic,
        int partition,
        long offset,
        String op,
        @Nullable JsonNode key,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable Long lastCommitLsn,
        @Nullable Long lsn,
        @Nullable Long totalOrder,
        @Nullable Long txId,
        @Nullable Long tsMicros)
        implements ReadEnvelope {

    static DebeziumEnvelope of(
            String topic, int partition, long offset, @Nullable JsonNode key, ChangeEnvelope change) {
        return new DebeziumEnvelope(
                topic,
                partition,
                offset,
                change.op(),
                key,
                change.before(),
                change.after(),
                change.lastCommitLsn(),
                change.lsn(),
                change.totalOrder(),
                change.txId(),
                change.committedMicros());
    }

    /** Names the place and the operation only: rows may be about people. */
    @Override
    public String toString() {
        return "DebeziumEnvelope[" + topic + "-" + partition + "@" + offset + " " + op + "]";
    }
}
