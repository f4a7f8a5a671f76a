package dev.scd2.sql;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Column values by label from the row at which a result set stands, as changes are made from them.
 *
 * <p>Dates become {@link LocalDate}, timestamps with a time zone {@link OffsetDateTime}, large objects text or
 * bytes. A timestamp without a time zone is a {@link LocalDateTime}, which no column type takes: whoever reads
 * it says its zone. Stateless.
 */
public final class ResultSetFields {
    private ResultSetFields() {}

    /**
     * Returns the current row of {@code rows}, in the order of its columns.
     *
     * @throws SQLException if the database fails
     * @throws IllegalArgumentException if two columns have one label
     */
    public static Map<String, @Nullable Object> of(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String label = columns.getColumnLabel(i);
            if (fields.containsKey(label)) {
                throw new IllegalArgumentException(
                        "The query returns two columns called " + label + ". Give one of them another name.");
            }
            fields.put(label, read(rows, i, columns.getColumnType(i), columns.getColumnTypeName(i)));
        }
        return Collections.unmodifiableMap(fields);
    }

    private static @Nullable Object read(ResultSet rows, int i, int type, String typeName) throws SQLException {
        boolean zoned = type == Types.TIMESTAMP_WITH_TIMEZONE || typeName.equalsIgnoreCase("timestamptz");
        Object value = zoned ? rows.getObject(i, OffsetDateTime.class) : rows.getObject(i);
        // java.sql's classes are of the Julian calendar before 1582-10-15, and skip days before it.
        if (value instanceof Date) {
            return rows.getObject(i, LocalDate.class);
        }
        if (value instanceof Timestamp) {
            return rows.getObject(i, LocalDateTime.class);
        }
        if (value instanceof Clob clob) {
            return clob.getSubString(1, Math.toIntExact(clob.length()));
        }
        if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        return value;
    }
}
