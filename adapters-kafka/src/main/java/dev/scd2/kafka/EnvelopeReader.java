package dev.scd2.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From text to envelope; numbers keep all their digits. */
final class EnvelopeReader {
    private static final Set<String> OPERATIONS = Set.of("c", "u", "d", "r", "t");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private EnvelopeReader() {}

    static ReadEnvelope read(String topic, int partition, long offset, @Nullable String key, @Nullable String value) {
        if (value == null) {
            return new Tombstone(topic, partition, offset, key);
        }
        try {
            JsonNode envelope = payload(JSON.readTree(value));
            String op = text(envelope, "op");
            if (op == null || !OPERATIONS.contains(op)) {
                throw new NotAChange("it has no operation of a row in 'op'");
            }
            JsonNode before = row(envelope, "before");
            JsonNode after = row(envelope, "after");
            if (Set.of("c", "u", "r").contains(op) && after == null) {
                throw new NotAChange("operation " + op + " comes without a row in 'after'");
            }
            JsonNode keyNode = key == null ? null : payload(JSON.readTree(key));
            if (op.equals("d") && before == null && keyNode == null) {
                throw new NotAChange("a deletion comes without key and without a row in 'before'");
            }
            JsonNode source = envelope.path("source");
            return new DebeziumEnvelope(
                    topic,
                    partition,
                    offset,
                    op,
                    keyNode,
                    before,
                    after,
                    lastCommit(source),
                    number(source.path("lsn")),
                    number(envelope.path("transaction").path("total_order")),
                    number(source.path("txId")),
                    micros(source));
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at character " + e.getLocation().getColumnNr();
            return new MalformedEnvelope(topic, partition, offset, key, value, "not JSON" + where);
        } catch (NotAChange e) {
            return new MalformedEnvelope(topic, partition, offset, key, value, e.getMessage());
        }
    }

    /** Unwraps what a converter with schemas enabled wraps. */
    private static JsonNode payload(JsonNode node) throws NotAChange {
        JsonNode inner = node.has("schema") && node.has("payload") ? node.get("payload") : node;
        if (!inner.isObject()) {
            throw new NotAChange("it is not a JSON object");
        }
        return inner;
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

    private static @Nullable Long lastCommit(JsonNode source) throws JacksonException {
        String sequence = text(source, "sequence");
        return sequence == null ? null : number(JSON.readTree(sequence).path(0));
    }

    private static @Nullable Long micros(JsonNode source) {
        Long micros = number(source.path("ts_us"));
        Long millis = number(source.path("ts_ms"));
        return micros != null || millis == null ? micros : Long.valueOf(Math.multiplyExact(millis, 1000L));
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    private static @Nullable Long number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isTextual() && node.textValue().matches("-?\\d{1,18}")) {
            return Long.valueOf(node.textValue());
        }
        return null;
    }

    private static final class NotAChange extends Exception {
        private static final long serialVersionUID = 1L;

        NotAChange(String reason) {
            super(reason, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
