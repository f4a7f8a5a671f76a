package dev.scd2.cli;

import dev.scd2.dimension.ColumnType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Cells of files as values of columns. What does not fit is passed on as it is, and ends in quarantine. Stateless. */
final class Cell {
    private Cell() {}

    static @Nullable Object valueOf(@Nullable Object cell, ColumnType type) {
        if (cell == null) {
            return null;
        }
        if (type.kind() == ColumnType.Kind.TEXT) {
            return cell instanceof String ? cell : text(cell);
        }
        if (type.kind() == ColumnType.Kind.TIMESTAMP) {
            Object instant = FileTime.inCell(cell);
            return instant == null ? cell : instant;
        }
        if (cell instanceof String text) {
            return parsed(text.strip(), type);
        }
        if (type.kind() == ColumnType.Kind.LONG && cell instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().scale() <= 0 ? decimal.toBigInteger() : cell;
        }
        return cell;
    }

    private static Object parsed(String text, ColumnType type) {
        try {
            return type.parse(text);
        } catch (IllegalArgumentException notOfThisType) {
            return text;
        }
    }

    /** Returns the text of a value; decimals without an exponent. */
    static String text(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
