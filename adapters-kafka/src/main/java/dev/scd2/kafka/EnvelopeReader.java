package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From JSON to envelope. */
final class EnvelopeReader {
    private static final Set<String> OPERATIONS = Set.of("c", "u", "d", "r", "t");

    private EnvelopeReader() {}

    static ReadEnvelope read(String topic, int partition, long offset, @Nullable String key, @Nullable String value) {
        if (value == null) {
            return new Tombstone(topic, partition, offset, key);
        }
        try {
            JsonNode envelope = JsonMessage.parse(value).object();
            JsonNode keyNode = key == null ? null : JsonMessage.parse(key).object();
            return envelope(topic, partition, offset, keyNode, envelope);
        } catch (NotAChange e) {
            return new MalformedEnvelope(topic, partition, offset, key, value, e.getMessage());
        }
    }

    /** Returns the change that an envelope says, if it has the shape of one. */
    static DebeziumEnvelope envelope(
            String topic, int partition, long offset, @Nullable JsonNode key, JsonNode envelope) throws NotAChange {
        String op = text(envelope, "op");
        if (op == null || !OPERATIONS.contains(op)) {
            throw new NotAChange("it has no operation of a row in 'op'");
        }
        JsonNode before = row(envelope, "before");
        JsonNode after = row(envelope, "after");
        if (Set.of("c", "u", "r").contains(op) && after == null) {
            throw new NotAChange("operation " + op + " comes without a row in 'after'");
        }
        if (op.equals("d") && before == null && key == null) {
            throw new NotAChange("a deletion comes without key and without a row in 'before'");
        }
        JsonNode source = envelope.path("source");
        return new DebeziumEnvelope(
                topic,
                partition,
                offset,
                op,
                key,
                before,
                after,
                lastCommit(source),
                number(source.path("lsn")),
                number(envelope.path("transaction").path("total_order")),
                number(source.path("txId")),
                micros(source, ""));
    }

    private static @Nullable JsonNode row(JsonNode envelope, String name) throws NotAChange {
        JsonNode row = envelope.get(name);
        if (row == null || row.isNull()) {
            return null;
        }
        if (!row.isObject()) {
            throw new NotAChange("'" + name + "' is not a row");
        }
        return row;
    }

    private static @Nullable Long lastCommit(JsonNode source) throws NotAChange {
        String sequence = text(source, "sequence");
        return sequence == null
                ? null
                : number(JsonMessage.parse(sequence).payload().path(0));
    }

    /** Returns when the source committed, epoch microseconds; the fields may have a prefix. */
    static @Nullable Long micros(JsonNode source, String prefix) {
        Long micros = number(source.path(prefix + "ts_us"));
        Long millis = number(source.path(prefix + "ts_ms"));
        boolean fits = millis != null && Math.abs(millis / 1_000L) < Long.MAX_VALUE / 1_000_000L;
        return micros != null || millis == null || !fits ? micros : Long.valueOf(millis * 1_000L);
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    static @Nullable Long number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isTextual() && node.textValue().matches("-?\\d{1,18}")) {
            return Long.valueOf(node.textValue());
        }
        return null;
    }
}
