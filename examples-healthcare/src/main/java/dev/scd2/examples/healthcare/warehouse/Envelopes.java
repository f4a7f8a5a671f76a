package dev.scd2.examples.healthcare.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scd2.examples.healthcare.oltp.OltpColumn;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads row images of a payer table out of Debezium's JSON: dates are days since 1970, decimals and stamps are text.
 *
 * <p>Immutable, hence thread-safe.
 */
final class Envelopes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OltpTable table;

    Envelopes(OltpTable table) {
        this.table = table;
    }

    /**
     * Returns the row, each column under its name; a column that the image lacks is absent.
     *
     * @throws IllegalArgumentException if the text is no JSON object or a value is not of its column's type
     */
    Map<String, @Nullable Object> row(String image) {
        JsonNode node;
        try {
            node = JSON.readTree(image);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("A row image of " + table.tableName() + " is no JSON.", malformed);
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (OltpColumn column : table.columns()) {
            JsonNode value = node.get(column.name());
            if (value != null) {
                row.put(column.name(), value.isNull() ? null : value(column, value));
            }
        }
        return Collections.unmodifiableMap(row);
    }

    private Object value(OltpColumn column, JsonNode value) {
        try {
            return switch (column.type()) {
                case TEXT -> value.textValue();
                case INTEGER -> value.longValue();
                case BOOLEAN -> value.booleanValue();
                case DECIMAL -> new BigDecimal(value.textValue());
                case DATE -> LocalDate.ofEpochDay(value.longValue());
                case TIMESTAMP -> OffsetDateTime.parse(value.textValue()).toInstant();
            };
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(
                    "Column " + table.tableName() + "." + column.name() + " is no " + column.type() + ".", wrong);
        }
    }
}
