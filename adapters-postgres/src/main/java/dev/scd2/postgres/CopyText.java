package dev.scd2.postgres;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.sql.TableColumn;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as the text format of COPY spells them. Confined to one thread. */
final class CopyText {
    private static final int FIRST_YEAR = -4_712;
    private static final int LAST_YEAR = 5_874_896;

    private final List<TableColumn> columns;
    private final StringBuilder text = new StringBuilder();

    CopyText(List<TableColumn> columns) {
        this.columns = columns;
    }

    int length() {
        return text.length();
    }

    /** Returns what was added since the last call. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    void add(@Nullable Object[] cells) {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                text.append('\t');
            }
            add(columns.get(i), cells[i]);
        }
        text.append('\n');
    }

    private void add(TableColumn column, @Nullable Object cell) {
        if (cell == null) {
            text.append("\\N");
        } else if (cell instanceof String value) {
            escape(column, value);
        } else if (cell instanceof Long number) {
            if (column.type().kind() == ColumnType.Kind.TIMESTAMP) {
                timestamp(number);
            } else {
                text.append(number.longValue());
            }
        } else if (cell instanceof BigDecimal decimal) {
            text.append(decimal.toPlainString());
        } else if (cell instanceof Double || cell instanceof Boolean) {
            text.append(cell);
        } else if (cell instanceof LocalDate date) {
            date(column, date);
        } else if (cell instanceof Instant instant) {
            timestamp(Instants.toMicros(instant));
        } else if (cell instanceof Bytes bytes) {
            text.append("\\\\x").append(bytes);
        } else {
            throw new IllegalArgumentException(
                    "Not a canonical value: " + cell.getClass().getName());
        }
    }

    private void escape(TableColumn column, String value) {
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\0' ->
                    throw refused(column, "holds text with a NUL character, which PostgreSQL cannot hold. Remove it");
                default -> text.append(letter);
            }
        }
    }

    private void date(TableColumn column, LocalDate date) {
        int year = date.getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw refused(
                    column,
                    "holds a date outside the years 4713 BC to 5874896, which PostgreSQL cannot hold. " + "Correct it");
        }
        digits(year > 0 ? year : 1 - year, 4);
        text.append('-');
        digits(date.getMonthValue(), 2);
        text.append('-');
        digits(date.getDayOfMonth(), 2);
        if (year <= 0) {
            text.append(" BC");
        }
    }

    /** Instants of a history lie in the years 1 to 9999. */
    private void timestamp(long micros) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(micros, 86_400_000_000L));
        long inDay = Math.floorMod(micros, 86_400_000_000L);
        digits(day.getYear(), 4);
        text.append('-');
        digits(day.getMonthValue(), 2);
        text.append('-');
        digits(day.getDayOfMonth(), 2);
        text.append(' ');
        digits(inDay / 3_600_000_000L, 2);
        text.append(':');
        digits(inDay / 60_000_000L % 60, 2);
        text.append(':');
        digits(inDay / 1_000_000L % 60, 2);
        text.append('.');
        digits(inDay % 1_000_000L, 6);
        text.append("+00");
    }

    private void digits(long number, int width) {
        String digits = Long.toString(number);
        text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }

    private static InvalidChangeException refused(TableColumn column, String why) {
        return new InvalidChangeException(
                Reason.WRONG_TYPE,
                "The column " + column.name() + " " + why + " at the source; nothing of the batch was written.");
    }
}
