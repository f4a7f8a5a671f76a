package dev.scd2.cli;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.timeline.Instants;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Parquet file, which brings its types; what has no type of ours (lists, structs, UUIDs, …) is read as its text. */
final class ParquetFile implements SourceFile {
    private final Path path;
    private final ReaderConnection reader;

    ParquetFile(Path path, ReaderConnection reader) {
        this.path = path;
        this.reader = reader;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<Field> fields() {
        return query("DESCRIBE SELECT * FROM " + table(), rows -> {
            List<Field> fields = new ArrayList<>();
            while (rows.next()) {
                fields.add(new Field(rows.getString(1), typeOf(rows.getString(2))));
            }
            return List.copyOf(fields);
        });
    }

    @Override
    public Extract read() {
        List<Field> fields = fields();
        StringBuilder select = new StringBuilder();
        for (Field field : fields) {
            select.append(select.isEmpty() ? "" : ", ").append(expression(field));
        }
        return query("SELECT " + select + " FROM " + table(), rows -> {
            List<@Nullable Object[]> cells = new ArrayList<>();
            while (rows.next()) {
                cells.add(row(rows, fields));
            }
            return new Extract(fields, cells, 1);
        });
    }

    private String table() {
        return "read_parquet(" + ReaderConnection.literal(path.toString()) + ", hive_partitioning=false)";
    }

    private static String expression(Field field) {
        String column = ReaderConnection.identifier(field.name());
        return switch (field.type().kind()) {
            case TEXT -> column + "::VARCHAR";
            case LONG -> column + "::BIGINT";
            case TIMESTAMP -> "epoch_us(" + column + ")";
            default -> column;
        };
    }

    private static @Nullable Object[] row(ResultSet rows, List<Field> fields) throws SQLException {
        @Nullable Object[] cells = new Object[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            int at = i + 1;
            Object cell = switch (fields.get(i).type().kind()) {
                case TEXT -> rows.getString(at);
                case DATE -> rows.getObject(at, LocalDate.class);
                case TIMESTAMP -> Instants.ofMicros(rows.getLong(at));
                case BYTES -> {
                    byte[] bytes = rows.getBytes(at);
                    yield bytes == null ? null : Bytes.of(bytes);
                }
                default -> rows.getObject(at);
            };
            cells[i] = rows.wasNull() ? null : cell;
        }
        return cells;
    }

    static ColumnType typeOf(String duckDbType) {
        String type = duckDbType.toUpperCase(Locale.ROOT);
        if (type.startsWith("DECIMAL")) {
            return ColumnType.named(type);
        }
        return switch (type) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> ColumnType.LONG;
            case "UBIGINT", "HUGEINT" -> ColumnType.decimal(38, 0);
            case "FLOAT", "DOUBLE" -> ColumnType.DOUBLE;
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "DATE" -> ColumnType.DATE;
            case "BLOB" -> ColumnType.BYTES;
            default -> type.startsWith("TIMESTAMP") ? ColumnType.TIMESTAMP : ColumnType.TEXT;
        };
    }

    private <R> R query(String sql, ReaderConnection.Reading<R> reading) {
        try {
            return reader.query(sql, reading);
        } catch (SQLException unreadable) {
            throw Failure.of(path + " is not readable as Parquet. Is it complete?", unreadable);
        }
    }
}
