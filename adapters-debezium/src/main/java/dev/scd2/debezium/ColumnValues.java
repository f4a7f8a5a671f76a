package dev.scd2.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From JSON to the values of columns. What does not spell a value of its column's type stays as JSON has it, so that the
 * change goes to quarantine as of a wrong type. Immutable.
 */
final class ColumnValues {
    private static final Set<String> INFINITE = Set.of("infinity", "-infinity");
    private static final Map<String, Double> SPECIAL =
            Map.of("NaN", Double.NaN, "Infinity", Double.POSITIVE_INFINITY, "-Infinity", Double.NEGATIVE_INFINITY);
    private static final int LONGEST_SCALE = 1_000;

    private final ValueFormat format;
    private final String unavailableBytes;

    ColumnValues(ValueFormat format) {
        this.format = format;
        this.unavailableBytes =
                Base64.getEncoder().encodeToString(format.unavailableValue().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether this stands for a value that the source did not tell. */
    boolean isUnavailable(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().equals(format.unavailableValue())
                    || node.textValue().equals(unavailableBytes);
        }
        return node.isArray() && node.size() == 1 && node.get(0).isTextual() && isUnavailable(node.get(0));
    }

    /**
     * Returns the value.
     *
     * @param type of its column; null for a column that nobody declared, which then is as the schema says
     */
    @Nullable
    Object value(JsonNode node, @Nullable ColumnType type, @Nullable JsonNode schema) {
        if (node.isNull()) {
            return null;
        }
        Object named = schema == null ? null : SchemaValues.read(node, schema);
        if (named instanceof BigDecimal decimal) {
            named = bounded(decimal);
        }
        if (type == null) {
            return named == null ? plain(node) : named;
        }
        if (isTime(type) && node.isTextual() && INFINITE.contains(node.textValue())) {
            return format.isInfinityNull() ? null : refused(node, type);
        }
        try {
            Object read = named == null ? unnamed(node, type) : fit(node, named, type);
            if (isBeyondTime(read)) {
                return format.isInfinityNull() ? null : refused(node, type);
            }
            return read == null ? refused(node, type) : type.coerce(read);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException unreadable) {
            return refused(node, type);
        }
    }

    private @Nullable Object fit(JsonNode node, Object named, ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> named instanceof BigDecimal decimal ? decimal.toPlainString() : named.toString();
            case TIMESTAMP -> inZone(named);
            case LONG -> named instanceof BigDecimal decimal ? (Object) decimal.longValueExact() : plain(node);
            case DECIMAL, DOUBLE, BOOLEAN, DATE, BYTES -> named;
        };
    }

    private @Nullable Object unnamed(JsonNode node, ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> node.isValueNode() ? node.asText() : node.toString();
            case LONG -> node.isTextual() ? Long.valueOf(node.textValue()) : plain(node);
            case DECIMAL -> decimal(node);
            case DOUBLE -> floatingPoint(node);
            case BOOLEAN -> node.isTextual() ? type.parse(node.textValue()) : plain(node);
            case DATE -> date(node);
            case TIMESTAMP -> timestamp(node);
            case BYTES -> node.isTextual() ? Bytes.of(Base64.getDecoder().decode(node.textValue())) : null;
        };
    }

    private @Nullable Object decimal(JsonNode node) {
        if (node.isObject()
                && node.path("value").isTextual()
                && node.path("scale").isInt()) {
            BigDecimal unscaled = SchemaValues.unscaled(
                    node.get("value").textValue(), node.get("scale").intValue());
            return unscaled == null ? null : bounded(unscaled);
        }
        return node.isTextual() ? bounded(new BigDecimal(node.textValue())) : plain(node);
    }

    private static @Nullable Object floatingPoint(JsonNode node) {
        if (node.isTextual()) {
            Double special = SPECIAL.get(node.textValue());
            return special == null ? finite(new BigDecimal(node.textValue())) : special;
        }
        return node.isFloatingPointNumber() ? finite(node.decimalValue()) : plain(node);
    }

    private static @Nullable Object finite(BigDecimal decimal) {
        double number = decimal.doubleValue();
        return Double.isFinite(number) ? (Object) number : null;
    }

    /** Returns what no value of the type is: a number too great for a double would pass for infinity, its text does not. */
    private static Object refused(JsonNode node, ColumnType type) {
        return type.kind() == ColumnType.Kind.DOUBLE && node.isFloatingPointNumber() ? node.asText() : plain(node);
    }

    private @Nullable Object date(JsonNode node) {
        if (node.isTextual()) {
            String text = node.textValue();
            return LocalDate.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
        }
        return format.times() == null ? null : SchemaValues.date(node);
    }

    private @Nullable Object timestamp(JsonNode node) {
        if (node.isTextual()) {
            return inZone(SchemaValues.iso(node.textValue()));
        }
        if (format.times() == null) {
            return null;
        }
        return format.isNumberInstant()
                ? SchemaValues.instant(node, format.times())
                : inZone(SchemaValues.local(node, format.times()));
    }

    private @Nullable Object inZone(@Nullable Object time) {
        return time instanceof LocalDateTime local ? local.atZone(format.zone()).toInstant() : time;
    }

    private static boolean isTime(ColumnType type) {
        return type.kind() == ColumnType.Kind.DATE || type.kind() == ColumnType.Kind.TIMESTAMP;
    }

    /** Infinite dates and times have numbers far from any year that a history can hold. */
    private static boolean isBeyondTime(@Nullable Object read) {
        if (read instanceof LocalDate date) {
            return date.getYear() < 1 || date.getYear() > 9999;
        }
        return read instanceof Instant instant && !Instants.isInRange(instant);
    }

    /** Returns the value as JSON has it: text, a whole number, a decimal, a truth; an object or array as its text. */
    private static Object plain(JsonNode node) {
        if (node.isIntegralNumber()) {
            BigInteger whole = node.bigIntegerValue();
            return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
        }
        if (node.isNumber()) {
            return bounded(node.decimalValue());
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.isTextual() ? node.textValue() : node.toString();
    }

    /** A decimal with a scale beyond reason stays text: to write it out may take all memory. */
    private static Object bounded(BigDecimal decimal) {
        return Math.abs((long) decimal.scale()) > LONGEST_SCALE ? decimal.toString() : decimal;
    }
}
