package dev.scd2.snowflake.standin;

import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A result of DuckDB as rows of an answer. */
final class ResultRows implements Answer.Rows {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Statement statement;
    private final ResultSet result;
    private final List<Column> columns;

    ResultRows(Statement statement, ResultSet result) throws SQLException {
        this.statement = statement;
        this.result = result;
        columns = columns(result.getMetaData());
    }

    List<Column> columns() {
        return columns;
    }

    static List<Column> columns(ResultSetMetaData meta) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(column(Names.told(meta.getColumnName(i)), meta.getColumnTypeName(i)));
        }
        return columns;
    }

    private static Column column(String name, String duck) {
        String type = duck.toUpperCase(Locale.ROOT);
        if (type.startsWith("DECIMAL")) {
            String[] digits = type.replaceAll("[^0-9,]", "").split(",", -1);
            return new Column(name, "fixed", Integer.parseInt(digits[0]), Integer.parseInt(digits[1]), 0);
        }
        if (type.endsWith("]")) {
            return new Column(name, "array", 0, 0, 0);
        }
        if (type.startsWith("STRUCT") || type.startsWith("MAP")) {
            return new Column(name, "object", 0, 0, 0);
        }
        return switch (type) {
            case "TINYINT", "UTINYINT" -> new Column(name, "fixed", 3, 0, 0);
            case "SMALLINT", "USMALLINT" -> new Column(name, "fixed", 5, 0, 0);
            case "INTEGER", "UINTEGER" -> new Column(name, "fixed", 10, 0, 0);
            case "BIGINT" -> new Column(name, "fixed", 19, 0, 0);
            case "UBIGINT", "HUGEINT", "UHUGEINT" -> new Column(name, "fixed", 38, 0, 0);
            case "DOUBLE", "FLOAT" -> new Column(name, "real", 38, 0, 0);
            case "BOOLEAN" -> new Column(name, "boolean", 0, 0, 0);
            case "DATE" -> new Column(name, "date", 0, 0, 0);
            case "TIME" -> new Column(name, "time", 0, 6, 0);
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                new Column(name, "timestamp_ntz", 0, 6, 0);
            case "TIMESTAMP WITH TIME ZONE" -> new Column(name, "timestamp_ltz", 0, 6, 0);
            case "BLOB" -> new Column(name, "binary", 0, 0, 8_388_608);
            case "JSON", "VARIANT" -> new Column(name, "variant", 0, 0, 0);
            default -> Column.text(name);
        };
    }

    @Override
    public boolean next() {
        try {
            return result.next();
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }

    @Override
    public @Nullable String value(int column) {
        try {
            return text(column + 1, columns.get(column).type());
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }

    private @Nullable String text(int i, String type) throws SQLException {
        return switch (type) {
            case "text" -> result.getString(i);
            case "date" -> map(result.getObject(i, LocalDate.class), date -> Long.toString(date.toEpochDay()));
            case "time" -> map(result.getObject(i, LocalTime.class), time -> nanos(time.toNanoOfDay()));
            case "timestamp_ntz" ->
                map(result.getObject(i, LocalDateTime.class), local -> seconds(local.toInstant(ZoneOffset.UTC)));
            case "timestamp_ltz" ->
                map(result.getObject(i, OffsetDateTime.class), instant -> seconds(instant.toInstant()));
            default -> {
                Object value = result.getObject(i);
                yield value == null ? null : text(value);
            }
        };
    }

    private static <T> @Nullable String map(@Nullable T value, Function<T, String> text) {
        return value == null ? null : text.apply(value);
    }

    private static String text(Object value) throws SQLException {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Blob blob) {
            return HEX.formatHex(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof byte[] bytes) {
            return HEX.formatHex(bytes);
        }
        if (value instanceof Double number && number.isInfinite()) {
            return number > 0 ? "inf" : "-inf";
        }
        return value.toString();
    }

    private static String nanos(long nanos) {
        return BigDecimal.valueOf(nanos, 9).toPlainString();
    }

    private static String seconds(Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        if (seconds < 0) {
            return new BigDecimal(seconds).add(BigDecimal.valueOf(nanos, 9)).toPlainString();
        }
        return seconds + "." + Integer.toString(1_000_000_000 + nanos).substring(1);
    }

    @Override
    public void close() {
        try (statement) {
            result.close();
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }
}
