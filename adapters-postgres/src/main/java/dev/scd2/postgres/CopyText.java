package dev.scd2.postgres;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.sql.TableColumn;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Rows as the text format of COPY spells them, in UTF-8. Confined to one thread. */
final class CopyText {
    private static final int FIRST_YEAR = -4_712;
    private static final int LAST_YEAR = 5_874_896;

    private final List<TableColumn> columns;
    private byte[] bytes = new byte[256];
    private int length;

    CopyText(List<TableColumn> columns) {
        this.columns = columns;
    }

    /** Returns a cell as the server reads it, without what COPY needs; null as null. */
    static @Nullable String plain(TableColumn column, @Nullable Object cell) {
        if (cell == null) {
            return null;
        }
        if (cell instanceof String value) {
            if (value.indexOf('\0') >= 0) {
                throw nul(column);
            }
            return value;
        }
        if (cell instanceof Bytes) {
            return "\\x" + cell;
        }
        CopyText text = new CopyText(List.of(column));
        text.add(column, cell);
        return new String(text.bytes, 0, text.length, StandardCharsets.US_ASCII);
    }

    /** Returns how many bytes there are. */
    int length() {
        return length;
    }

    /** Sends what there is, and begins anew. */
    void sendTo(CopyIn copy) throws SQLException {
        copy.writeToCopy(bytes, 0, length);
        length = 0;
    }

    void add(@Nullable Object[] cells) {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                put('\t');
            }
            add(columns.get(i), cells[i]);
        }
        put('\n');
    }

    private void add(TableColumn column, @Nullable Object cell) {
        if (cell == null) {
            ascii("\\N");
        } else if (cell instanceof String value) {
            escape(column, value);
        } else if (cell instanceof Long number) {
            if (column.type().kind() == ColumnType.Kind.TIMESTAMP) {
                timestamp(number);
            } else {
                ascii(number.toString());
            }
        } else if (cell instanceof BigDecimal decimal) {
            ascii(decimal.toPlainString());
        } else if (cell instanceof Double || cell instanceof Boolean) {
            ascii(cell.toString());
        } else if (cell instanceof LocalDate date) {
            date(column, date);
        } else if (cell instanceof Instant instant) {
            timestamp(Instants.toMicros(instant));
        } else if (cell instanceof Bytes value) {
            ascii("\\\\x");
            ascii(value.toString());
        } else {
            throw new IllegalArgumentException(
                    "Not a canonical value: " + cell.getClass().getName());
        }
    }

    /** No byte below 128 is part of a longer letter. */
    private void escape(TableColumn column, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        reserve(2 * utf8.length);
        for (byte letter : utf8) {
            switch (letter) {
                case '\\' -> escaped('\\');
                case '\n' -> escaped('n');
                case '\r' -> escaped('r');
                case '\t' -> escaped('t');
                case '\0' -> throw nul(column);
                default -> bytes[length++] = letter;
            }
        }
    }

    private void escaped(char letter) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) letter;
    }

    private void ascii(String value) {
        reserve(value.length());
        for (int i = 0; i < value.length(); i++) {
            bytes[length++] = (byte) value.charAt(i);
        }
    }

    private void put(char letter) {
        reserve(1);
        bytes[length++] = (byte) letter;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private void date(TableColumn column, LocalDate date) {
        int year = date.getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw refused(
                    column,
                    "holds a date outside the years 4713 BC to 5874896, which PostgreSQL cannot hold. " + "Correct it");
        }
        day(year > 0 ? year : 1 - year, date);
        if (year <= 0) {
            ascii(" BC");
        }
    }

    private void day(int year, LocalDate date) {
        digits(year, Math.max(4, Integer.toString(year).length()));
        put('-');
        digits(date.getMonthValue(), 2);
        put('-');
        digits(date.getDayOfMonth(), 2);
    }

    /** Instants of a history lie in the years 1 to 9999. */
    private void timestamp(long micros) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(micros, 86_400_000_000L));
        long inDay = Math.floorMod(micros, 86_400_000_000L);
        day(day.getYear(), day);
        put(' ');
        digits(inDay / 3_600_000_000L, 2);
        put(':');
        digits(inDay / 60_000_000L % 60, 2);
        put(':');
        digits(inDay / 1_000_000L % 60, 2);
        put('.');
        digits(inDay % 1_000_000L, 6);
        ascii("+00");
    }

    /** Puts the last {@code width} digits of a number that is not negative. */
    private void digits(long number, int width) {
        reserve(width);
        long rest = number;
        for (int i = length + width - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
    }

    private static InvalidChangeException nul(TableColumn column) {
        return refused(column, "holds text with a NUL character, which PostgreSQL cannot hold. Remove it");
    }

    private static InvalidChangeException refused(TableColumn column, String why) {
        return new InvalidChangeException(
                Reason.WRONG_TYPE,
                "The column " + column.name() + " " + why + " at the source; nothing of the batch was written.");
    }
}
