package dev.scd2.sql.extract;

import dev.scd2.dimension.Bytes;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How one column of a result becomes canonical values. Immutable. */
final class ColumnReader {
    /** The type of {@code datetimeoffset} in the driver of SQL Server. */
    private static final int DATETIMEOFFSET = -155;

    private static final int GUID = -145;

    private enum Kind {
        TEXT,
        UUID,
        LONG,
        DECIMAL,
        DOUBLE,
        BOOLEAN,
        DATE,
        LOCAL_TIME,
        INSTANT,
        BYTES
    }

    private final String label;
    private final String typeName;
    private final int index;
    private final Kind kind;
    private final boolean notNull;
    private final @Nullable ZoneId zone;

    private ColumnReader(String label, String typeName, int index, Kind kind, boolean notNull, @Nullable ZoneId zone) {
        this.label = label;
        this.typeName = typeName;
        this.index = index;
        this.kind = kind;
        this.notNull = notNull;
        this.zone = zone;
    }

    /**
     * Returns the reader of column {@code i}.
     *
     * @param zone in which a timestamp without a time zone is meant; null if that was not said
     * @throws IllegalArgumentException if the column is of a type that no dimension holds
     */
    static ColumnReader of(ResultSetMetaData columns, int i, @Nullable ZoneId zone) throws SQLException {
        String label = columns.getColumnLabel(i);
        String typeName = columns.getColumnTypeName(i);
        Kind kind = kind(columns.getColumnType(i), typeName.toLowerCase(Locale.ROOT));
        boolean severalBits = columns.getColumnType(i) == Types.BIT && columns.getPrecision(i) > 1;
        if (kind == null || severalBits) {
            throw new IllegalArgumentException(
                    "Column " + label + " is of type " + typeName
                            + ", which no dimension holds. Name the columns to read without it, or read a query that casts it.");
        }
        if (kind == Kind.LOCAL_TIME && zone == null) {
            throw new IllegalArgumentException("Column " + label + " is of type " + typeName
                    + ", which has no time zone. Say with localTimesIn(zone) where its times are meant.");
        }
        boolean notNull = columns.isNullable(i) == ResultSetMetaData.columnNoNulls;
        return new ColumnReader(label, typeName, i, kind, notNull, zone);
    }

    private static @Nullable Kind kind(int type, String typeName) {
        if (typeName.equals("uuid") || typeName.equals("uniqueidentifier")) {
            return Kind.UUID;
        }
        return switch (type) {
            case Types.BIT, Types.BOOLEAN -> Kind.BOOLEAN;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.LONG;
            case Types.DECIMAL, Types.NUMERIC -> Kind.DECIMAL;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> typeName.equals("money") ? null : Kind.DOUBLE;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB -> Kind.TEXT;
            case Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.NCLOB -> Kind.TEXT;
            case Types.SQLXML, Types.ARRAY -> Kind.TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Kind.BYTES;
            case Types.DATE -> Kind.DATE;
            case Types.TIMESTAMP -> typeName.equals("timestamptz") ? Kind.INSTANT : Kind.LOCAL_TIME;
            case Types.TIMESTAMP_WITH_TIMEZONE, DATETIMEOFFSET -> Kind.INSTANT;
            case GUID -> Kind.UUID;
            case Types.OTHER -> isText(typeName) ? Kind.TEXT : null;
            default -> null;
        };
    }

    private static boolean isText(String typeName) {
        return typeName.startsWith("enum")
                || typeName.equals("json")
                || typeName.equals("jsonb")
                || typeName.equals("citext");
    }

    String label() {
        return label;
    }

    String typeName() {
        return typeName;
    }

    /** Returns whether the database says that it is never null. */
    boolean isNotNull() {
        return notNull;
    }

    boolean isTime() {
        return kind == Kind.INSTANT || kind == Kind.LOCAL_TIME;
    }

    boolean isLocalTime() {
        return kind == Kind.LOCAL_TIME;
    }

    boolean isWholeNumber() {
        return kind == Kind.LONG;
    }

    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.UUID;
    }

    /** Returns a time, as epoch microseconds, or a whole number as a value that this column can be compared with. */
    Object comparable(long offset) {
        return switch (kind) {
            case INSTANT, LOCAL_TIME -> bindable(Instants.ofMicros(offset));
            default -> offset;
        };
    }

    /** Returns a canonical value as one that this column can be compared with. */
    Object bindable(Object value) {
        if (value instanceof Instant instant) {
            return kind == Kind.LOCAL_TIME
                    ? instant.atZone(zone()).toLocalDateTime()
                    : instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof Bytes bytes ? bytes.toArray() : value;
    }

    /** Returns the value as the driver takes it back, to the last digit. */
    @Nullable
    Object comparable(ResultSet row) throws SQLException {
        return switch (kind) {
            case INSTANT -> row.getObject(index, OffsetDateTime.class);
            case LOCAL_TIME -> row.getObject(index, LocalDateTime.class);
            case DATE -> row.getObject(index, LocalDate.class);
            default -> row.getObject(index);
        };
    }

    /**
     * Returns the canonical value, an instant still as fine as it came.
     *
     * @throws InvalidChangeException if it is infinite, or not a number
     */
    @Nullable
    Object read(ResultSet row) throws SQLException {
        Object value = switch (kind) {
            case TEXT -> row.getString(index);
            case UUID -> uuid(row.getString(index));
            case LONG -> row.getLong(index);
            case DECIMAL -> decimal(row.getObject(index));
            case DOUBLE -> row.getDouble(index);
            case BOOLEAN -> row.getBoolean(index);
            case DATE -> finite(row.getObject(index, LocalDate.class), LocalDate.MIN, LocalDate.MAX);
            case LOCAL_TIME -> local(row.getObject(index, LocalDateTime.class));
            case INSTANT -> instant(row.getObject(index, OffsetDateTime.class));
            case BYTES -> bytes(row.getBytes(index));
        };
        return row.wasNull() ? null : value;
    }

    private @Nullable Object local(@Nullable LocalDateTime time) {
        LocalDateTime finite = finite(time, LocalDateTime.MIN, LocalDateTime.MAX);
        return finite == null ? null : finite.atZone(zone()).toInstant();
    }

    private @Nullable Object instant(@Nullable OffsetDateTime time) {
        OffsetDateTime finite = finite(time, OffsetDateTime.MIN, OffsetDateTime.MAX);
        return finite == null ? null : finite.toInstant();
    }

    private <T> @Nullable T finite(@Nullable T time, T least, T greatest) {
        if (time != null && (time.equals(least) || time.equals(greatest))) {
            throw new InvalidChangeException(
                    Reason.TIME_OUT_OF_RANGE,
                    "Column " + label
                            + " holds an infinite time, which a dimension does not. Read a query that makes it"
                            + " null: NULLIF(" + label + ", 'infinity').");
        }
        return time;
    }

    private @Nullable Object decimal(@Nullable Object value) {
        if (value == null || value instanceof BigDecimal) {
            return value;
        }
        throw new InvalidChangeException(
                Reason.WRONG_TYPE,
                "Column " + label + " of type " + typeName
                        + " holds something that is not a decimal number. Read a query" + " that makes it null: NULLIF("
                        + label + ", 'NaN').");
    }

    /** One spelling of a UUID, whatever the database writes. */
    private static @Nullable Object uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text).toString();
    }

    private static @Nullable Object bytes(byte @Nullable [] content) {
        return content == null ? null : Bytes.of(content);
    }

    private ZoneId zone() {
        if (zone == null) {
            throw new IllegalStateException("No zone was said for column " + label + ".");
        }
        return zone;
    }
}
