package dev.scd2.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What values mean by the name of their schema: those of Kafka Connect and of Debezium ({@code io.debezium.time.*}). All
 * numbers that are times are local times there, counted as if in UTC; only a zoned timestamp is an instant.
 */
final class SchemaValues {
    private SchemaValues() {}

    /**
     * Returns a date, a local time of day, a local time, an instant or a decimal; null where the name of the schema says
     * nothing, or the value does not keep to it.
     */
    static @Nullable Object read(JsonNode value, JsonNode schema) {
        try {
            return named(value, schema);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static @Nullable Object named(JsonNode value, JsonNode schema) {
        return switch (schema.path("name").asText("")) {
            case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> date(value);
            case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
                local(value, ChronoUnit.MILLIS);
            case "io.debezium.time.MicroTimestamp" -> local(value, ChronoUnit.MICROS);
            case "io.debezium.time.NanoTimestamp" -> local(value, ChronoUnit.NANOS);
            case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" -> timeOfDay(value, 1_000_000L);
            case "io.debezium.time.MicroTime" -> timeOfDay(value, 1_000L);
            case "io.debezium.time.NanoTime" -> timeOfDay(value, 1L);
            case "io.debezium.time.IsoDate" -> value.isTextual() ? LocalDate.parse(withoutZone(value)) : null;
            case "io.debezium.time.IsoTimestamp" -> value.isTextual() ? LocalDateTime.parse(withoutZone(value)) : null;
            case "io.debezium.time.ZonedTimestamp" -> value.isTextual() ? iso(value.textValue()) : null;
            case "org.apache.kafka.connect.data.Decimal" -> decimal(value, schema.path("parameters"));
            default -> null;
        };
    }

    /** Returns the instant of a text with a zone, or the local time of one without. */
    static Object iso(String text) {
        Instant plain = UtcText.instant(text);
        if (plain != null) {
            return plain;
        }
        TemporalAccessor read =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
        return read instanceof ZonedDateTime zoned ? zoned.toInstant() : read;
    }

    /** Returns the date of a number of days since 1970; null if it is none. */
    static @Nullable LocalDate date(JsonNode days) {
        return isWhole(days) ? LocalDate.ofEpochDay(days.longValue()) : null;
    }

    /** Returns the local time of a number since 1970, counted as if in UTC; null if it is none. */
    static @Nullable LocalDateTime local(JsonNode number, ChronoUnit unit) {
        Instant instant = instant(number, unit);
        return instant == null ? null : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Returns the instant of a number since 1970; null if it is none. */
    static @Nullable Instant instant(JsonNode number, ChronoUnit unit) {
        if (!isWhole(number)) {
            return null;
        }
        long perSecond = ChronoUnit.SECONDS.getDuration().dividedBy(unit.getDuration());
        long count = number.longValue();
        return Instant.ofEpochSecond(
                Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * (1_000_000_000L / perSecond));
    }

    private static @Nullable LocalTime timeOfDay(JsonNode number, long nanos) {
        return isWhole(number) ? LocalTime.ofNanoOfDay(Math.multiplyExact(number.longValue(), nanos)) : null;
    }

    private static @Nullable BigDecimal decimal(JsonNode value, JsonNode parameters) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        int scale = Integer.parseInt(parameters.path("scale").asText("0"));
        return value.isTextual() ? unscaled(value.textValue(), scale) : null;
    }

    /** Returns the decimal whose digits are the bytes of a whole number, in base64. */
    static @Nullable BigDecimal unscaled(String base64, int scale) {
        byte[] digits = Base64.getDecoder().decode(base64);
        return digits.length == 0 ? null : new BigDecimal(new BigInteger(digits), scale);
    }

    /** A text of Debezium's mode {@code isostring} ends with a zone that is not meant. */
    private static String withoutZone(JsonNode text) {
        String said = text.textValue();
        return said.endsWith("Z") ? said.substring(0, said.length() - 1) : said;
    }

    private static boolean isWhole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }
}
