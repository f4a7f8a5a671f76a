package dev.scd2.debezium;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A key or a value as JSON, with the schema around it if the converter wrote one. Numbers keep all their digits. Do not change
 * the nodes.
 *
 * @param payload what was said; JSON's null where nothing was
 * @param schema Kafka Connect's schema of it
 */
public record JsonMessage(JsonNode payload, @Nullable JsonNode schema) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Reads a text.
     *
     * @throws NotAChange if it is not JSON
     */
    public static JsonMessage parse(String text) throws NotAChange {
        try {
            return of(JSON.readTree(text));
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /**
     * Reads a text in UTF-8.
     *
     * @throws NotAChange if it is not JSON
     */
    public static JsonMessage parse(byte[] text) throws NotAChange {
        try {
            return of(JSON.readTree(text));
        } catch (JacksonException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new NotAChange("not JSON");
        }
    }

    /**
     * Reads a text that was kept without a schema, so that a row with the columns {@code schema} and {@code payload} is a row.
     *
     * @throws NotAChange if it is not JSON
     */
    public static JsonMessage plain(String text) throws NotAChange {
        try {
            return new JsonMessage(JSON.readTree(text), null);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** Returns whether nothing was said: a converter without schemas writes a tombstone's value as JSON's null. */
    public boolean isNothing() {
        return payload.isNull();
    }

    /**
     * Returns the payload.
     *
     * @throws NotAChange if it is not an object
     */
    public JsonNode object() throws NotAChange {
        if (!payload.isObject()) {
            throw new NotAChange("it is not a JSON object");
        }
        return payload;
    }

    /** Returns a whole number, written as such or as text; null if it is none. */
    public static @Nullable Long wholeNumber(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isTextual() && node.textValue().matches("-?\\d{1,18}")) {
            return Long.valueOf(node.textValue());
        }
        return null;
    }

    /** Shows no values: they may be about people. */
    @Override
    public String toString() {
        return "JsonMessage" + (schema == null ? "" : " with a schema");
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
