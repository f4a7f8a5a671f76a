package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement as the driver sends them, one row of them or many. */
final class Binds {
    static final Binds NONE = new Binds(Map.of(), 1);

    private final Map<Integer, JsonNode> values;
    private final int rows;

    private Binds(Map<Integer, JsonNode> values, int rows) {
        this.values = values;
        this.rows = rows;
    }

    static Binds of(JsonNode bindings) {
        Map<Integer, JsonNode> values = new TreeMap<>();
        int rows = 1;
        for (Map.Entry<String, JsonNode> bind : bindings.properties()) {
            values.put(Integer.valueOf(bind.getKey()), bind.getValue());
            JsonNode value = bind.getValue().path("value");
            if (value.isArray()) {
                rows = value.size();
            }
        }
        return values.isEmpty() ? NONE : new Binds(values, rows);
    }

    int count() {
        return values.size();
    }

    /** Returns the parameters as the driver sent them, by their numbers. */
    Map<Integer, JsonNode> columns() {
        return values;
    }

    /** How often the statement is to be run. */
    int rows() {
        return rows;
    }

    void set(PreparedStatement statement, int row) throws SQLException {
        for (Map.Entry<Integer, JsonNode> bind : values.entrySet()) {
            statement.setObject(bind.getKey(), value(bind.getValue(), row));
        }
    }

    /** Sets the first {@code count} of them only. */
    void set(PreparedStatement statement, int row, int count) throws SQLException {
        for (Map.Entry<Integer, JsonNode> bind : values.entrySet()) {
            if (bind.getKey() <= count) {
                statement.setObject(bind.getKey(), value(bind.getValue(), row));
            }
        }
    }

    private static @Nullable Object value(JsonNode bind, int row) {
        JsonNode value = bind.path("value");
        if (value.isArray()) {
            value = value.path(row);
        }
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        return value(bind.path("type").asText(), value.asText());
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "FIXED" -> new BigDecimal(text);
            case "REAL" -> real(text);
            case "BOOLEAN" -> text.equalsIgnoreCase("true") || text.equals("1");
            case "DATE" -> LocalDate.ofEpochDay(Math.floorDiv(Long.parseLong(text), 86_400_000L));
            case "TIME" -> LocalTime.ofNanoOfDay(Long.parseLong(text));
            case "TIMESTAMP_NTZ" -> LocalDateTime.ofInstant(instant(text), ZoneOffset.UTC);
            case "TIMESTAMP_LTZ" -> instant(text).atOffset(ZoneOffset.UTC);
            case "TIMESTAMP_TZ" ->
                instant(text.substring(0, text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ')))
                        .atOffset(ZoneOffset.UTC);
            case "BINARY" -> HexFormat.of().parseHex(text);
            case "TEXT", "ANY" -> text;
            default -> throw SnowflakeError.unsupported("bind of type " + type);
        };
    }

    private static Object real(String text) {
        return switch (text) {
            case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.valueOf(text);
        };
    }

    private static Instant instant(String nanos) {
        BigDecimal value = new BigDecimal(nanos);
        java.math.BigInteger[] parts =
                value.toBigInteger().divideAndRemainder(java.math.BigInteger.valueOf(1_000_000_000));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }
}
