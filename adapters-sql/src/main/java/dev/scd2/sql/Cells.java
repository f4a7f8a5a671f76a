package dev.scd2.sql;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Column values between Java and SQL. Time travels as whole numbers (days, microseconds), so that no driver and no session
 * time zone touches it. Stateless.
 */
final class Cells {
    private Cells() {}

    /** Returns the expression by which a column of {@code type} is selected so that {@link #read} reads it exactly. */
    static String readable(Dialect dialect, String column, ColumnType type) {
        return switch (type.kind()) {
            case TIMESTAMP -> dialect.epochMicros(column);
            case DATE -> column + " - DATE '1970-01-01'";
            default -> column;
        };
    }

    /** Reads the canonical value of column {@code i} of the row. */
    static @Nullable Object read(ResultSet row, int i, ColumnType type) throws SQLException {
        Object value = switch (type.kind()) {
            case TEXT -> row.getString(i);
            case LONG -> row.getLong(i);
            case DECIMAL -> {
                BigDecimal decimal = row.getBigDecimal(i);
                yield decimal == null ? null : decimal.setScale(type.scale());
            }
            case DOUBLE -> row.getDouble(i);
            case BOOLEAN -> row.getBoolean(i);
            case DATE -> LocalDate.ofEpochDay(row.getLong(i));
            case TIMESTAMP -> Instants.ofMicros(row.getLong(i));
            case BYTES -> {
                byte[] bytes = row.getBytes(i);
                yield bytes == null ? null : Bytes.of(bytes);
            }
        };
        return row.wasNull() ? null : value;
    }

    /** Reads a key whose parts begin at column {@code first}. */
    static Key readKey(ResultSet row, int first, List<TableColumn> key) throws SQLException {
        Object[] parts = new Object[key.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Objects.requireNonNull(
                    read(row, first + i, key.get(i).type()), "A stored natural key has a null part.");
        }
        return Key.of(parts);
    }

    /** Reads a row, all said, whose cells begin at column {@code first}. */
    static Row readRow(ResultSet row, int first, List<TableColumn> attributes) throws SQLException {
        Object[] cells = new Object[attributes.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = read(row, first + i, attributes.get(i).type());
        }
        return Row.of(cells);
    }

    /** Reads a timestamp as epoch microseconds, or {@code absent} when it is null. */
    static long readMicros(ResultSet row, int i, long absent) throws SQLException {
        long micros = row.getLong(i);
        return row.wasNull() ? absent : micros;
    }

    /** Binds a canonical value, not null. */
    static void bind(PreparedStatement statement, int i, Object value) throws SQLException {
        if (value instanceof Instant instant) {
            statement.setObject(i, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Bytes bytes) {
            statement.setBytes(i, bytes.toArray());
        } else {
            statement.setObject(i, value);
        }
    }

    /** Copies the cells of {@code row} into {@code target} from {@code at} on, unsaid and erased ones as null; returns the next place. */
    static int put(@Nullable Object[] target, int at, Row row) {
        for (int i = 0; i < row.width(); i++) {
            target[at + i] = row.isSaid(i) ? row.value(i) : null;
        }
        return at + row.width();
    }

    /** Copies the parts of {@code key} into {@code target} from {@code at} on; returns the next place. */
    static int put(@Nullable Object[] target, int at, Key key) {
        List<Object> parts = key.parts();
        for (int i = 0; i < parts.size(); i++) {
            target[at + i] = parts.get(i);
        }
        return at + parts.size();
    }
}
