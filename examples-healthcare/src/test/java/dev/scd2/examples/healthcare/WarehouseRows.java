package dev.scd2.examples.healthcare;

import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of every table behind the raw ones, in words that do not tell which database they are from: times as instants in
 * UTC, bytes as hexadecimal digits. Beside the rows there is one that has the names of the columns.
 */
final class WarehouseRows {
    /** When something was loaded, what is drawn by chance, and by what a store of Snowflake knows its last commits. */
    private static final Set<String> APART =
            Set.of("created_at", "_loaded_at", "happened_at", "erasure_secret", "last_batches");

    private WarehouseRows() {}

    /** Returns the rows by the name of their table, in small letters. */
    static Map<String, List<String>> of(Connection warehouse) throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        try (Statement statement = warehouse.createStatement()) {
            for (String table : tables(statement)) {
                content.put(table, rows(statement, table));
            }
        }
        return content;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet row =
                statement.executeQuery("select lower(table_schema || '.' || table_name) from information_schema.tables"
                        + " where lower(table_schema) in ('staging', 'intermediate', 'marts', 'dq')")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static List<String> rows(Statement statement, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("select * from " + table)) {
            ResultSetMetaData columns = row.getMetaData();
            List<Integer> compared = new ArrayList<>();
            StringBuilder names = new StringBuilder("columns");
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String name = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
                if (!APART.contains(name)) {
                    compared.add(i);
                    names.append(" | ").append(name);
                }
            }
            rows.add(names.toString());
            while (row.next()) {
                StringBuilder cells = new StringBuilder();
                for (int i : compared) {
                    cells.append(" | ").append(cell(row, i, columns));
                }
                rows.add(cells.toString());
            }
        }
        rows.sort(null);
        return rows;
    }

    private static @Nullable String cell(ResultSet row, int i, ResultSetMetaData columns) throws SQLException {
        Object value = row.getObject(i);
        if (value instanceof Timestamp instant) {
            return instant.toInstant().toString();
        }
        if (value instanceof OffsetDateTime instant) {
            return instant.toInstant().toString();
        }
        if (value instanceof Blob bytes) {
            return HexFormat.of().formatHex(bytes.getBytes(1, (int) bytes.length()));
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (columns.getColumnType(i) == Types.BOOLEAN) {
            return value == null ? null : String.valueOf(row.getBoolean(i));
        }
        return row.getString(i);
    }
}
