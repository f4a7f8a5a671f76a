package dev.scd2.tck.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.dimension.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of JSON as values of columns. Stateless. */
final class CaseValue {
    private static final Pattern LONG_YEAR = Pattern.compile("\\d{5,}-.*");

    private CaseValue() {}

    /**
     * Returns what a source would hand over: exact, and of the class that the column's type asks for where the JSON value
     * can be read so; else as JSON has it, which the column then refuses.
     *
     * @param type null for a column that is not known
     * @throws CaseFileException if it is an object or a list
     */
    static @Nullable Object of(JsonNode node, @Nullable ColumnType type, String place) {
        if (node.isContainerNode()) {
            throw new CaseFileException(place + " must be text, a number, true, false or null.");
        }
        if (node.isNull()) {
            return null;
        }
        if (node.isTextual()) {
            return type == null ? node.textValue() : ofText(node.textValue(), type);
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (type != null && type.kind() == ColumnType.Kind.DECIMAL) {
            return node.decimalValue();
        }
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue().bitLength() < Long.SIZE ? (Object) node.longValue() : node.bigIntegerValue();
        }
        return node.decimalValue();
    }

    /**
     * Returns the canonical value that a row of a case must hold.
     *
     * @throws CaseFileException if it is not of the type
     */
    static @Nullable Object expected(JsonNode node, ColumnType type, String place) {
        try {
            return type.coerce(of(node, type, place));
        } catch (IllegalArgumentException wrong) {
            throw new CaseFileException(place + " is not a " + type + ", or does not fit it exactly.", wrong);
        }
    }

    /** Returns the instant, also of a year beyond 9999, so that a source can say one that no history holds. */
    static Instant instant(String text) {
        return Instant.parse(LONG_YEAR.matcher(text).matches() ? "+" + text : text);
    }

    private static Object ofText(String text, ColumnType type) {
        try {
            return switch (type.kind()) {
                case DATE -> LocalDate.parse(text);
                case TIMESTAMP -> instant(text);
                case BYTES -> bytes(text);
                case DOUBLE -> notANumber(text);
                default -> text;
            };
        } catch (DateTimeParseException | IllegalArgumentException unreadable) {
            return text;
        }
    }

    /** Bytes are hexadecimal, or else base 64. */
    private static byte[] bytes(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException noHexadecimal) {
            return Base64.getDecoder().decode(text);
        }
    }

    /** JSON has no number for these three. */
    private static Object notANumber(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> Double.valueOf(text);
            default -> text;
        };
    }
}
