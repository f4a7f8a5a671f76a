package dev.scd2.lake.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, in UTF-8; empty lines count for nothing. A name that a line leaves out is unsaid there. Arrays and
 * objects are kept as their JSON text. Confined to one thread.
 */
final class JsonRows implements RowFile {
    private static final ObjectReader OBJECT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final BufferedReader lines;
    private final FieldReader fields;
    private long line;

    JsonRows(InputStream content, FieldReader fields) {
        this.lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder()));
        this.fields = fields;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next() throws UnreadableFile, IOException {
        try {
            String text = lines.readLine();
            line++;
            while (text != null && text.isBlank()) {
                text = lines.readLine();
                line++;
            }
            return text == null ? null : row(text);
        } catch (CharacterCodingException notUtf8) {
            throw UnreadableFile.at(line + 1, "at or behind it the text is not UTF-8.");
        }
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Map<String, @Nullable Object> row(String text) throws UnreadableFile, IOException {
        try {
            if (!(OBJECT.readValue(text) instanceof ObjectNode object)) {
                throw UnreadableFile.at(line, "not a JSON object.");
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            object.properties().forEach(field -> row.put(field.getKey(), value(field.getKey(), field.getValue())));
            return row;
        } catch (JsonProcessingException wrong) {
            throw UnreadableFile.at(line, "not readable as one JSON object, in which no name comes twice.");
        }
    }

    private @Nullable Object value(String column, JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value);
            case STRING -> fields.typed(column, value.textValue());
            default -> value.toString();
        };
    }

    private static Object number(JsonNode value) {
        if (!value.isIntegralNumber()) {
            return value.decimalValue();
        }
        BigInteger whole = value.bigIntegerValue();
        return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
    }
}
