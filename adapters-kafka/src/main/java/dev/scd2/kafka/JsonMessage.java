package dev.scd2.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A key or a value as JSON, with the schema around it if the converter wrote one. Numbers keep all their digits.
 *
 * @param payload what was said; JSON's null where nothing was
 * @param schema Kafka Connect's schema of it
 */
record JsonMessage(JsonNode payload, @Nullable JsonNode schema) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static JsonMessage parse(String text) throws NotAChange {
        try {
            return of(JSON.readTree(text));
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    static JsonMessage parse(byte[] text) throws NotAChange {
        try {
            return of(JSON.readTree(text));
        } catch (JacksonException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new NotAChange("not JSON");
        }
    }

    /** Returns whether nothing was said: a converter without schemas writes a tombstone's value as JSON's null. */
    boolean isNothing() {
        return payload.isNull();
    }

    /** Returns the payload, which must be an object. */
    JsonNode object() throws NotAChange {
        if (!payload.isObject()) {
            throw new NotAChange("it is not a JSON object");
        }
        return payload;
    }

    private static JsonMessage of(JsonNode node) {
        return node.size() == 2 && node.has("schema") && node.has("payload")
                ? new JsonMessage(node.get("payload"), node.get("schema"))
                : new JsonMessage(node, null);
    }

    private static NotAChange notJson(JacksonException e) {
        return new NotAChange(
                e.getLocation() == null
                        ? "not JSON"
                        : "not JSON at character " + e.getLocation().getColumnNr());
    }
}
