package dev.scd2.lake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import org.jspecify.annotations.Nullable;

/** From messages of a topic to rows of the lake. Stateless. */
final class MessageRows {
    private MessageRows() {}

    static LakeRow row(int partition, long offset, @Nullable String key, @Nullable String value) {
        if (value == null) {
            return bare(LakeRow.TOMBSTONE, partition, offset, key, "a tombstone, which changes nothing", null);
        }
        try {
            JsonNode envelope = JsonMessage.parse(value).object();
            JsonNode keyNode = key == null ? null : JsonMessage.parse(key).object();
            ChangeEnvelope change = ChangeEnvelope.of(envelope, keyNode != null);
            return new LakeRow(
                    change.op(),
                    text(keyNode),
                    text(change.before()),
                    text(change.after()),
                    change.lsn(),
                    change.totalOrder(),
                    change.txId(),
                    change.committedMicros(),
                    partition,
                    offset,
                    null,
                    null);
        } catch (NotAChange reason) {
            return bare(LakeRow.MALFORMED, partition, offset, key, reason.getMessage(), value);
        }
    }

    private static LakeRow bare(
            String op,
            int partition,
            long offset,
            @Nullable String key,
            @Nullable String problem,
            @Nullable String payload) {
        return new LakeRow(op, key, null, null, null, null, null, null, partition, offset, problem, payload);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }
}
