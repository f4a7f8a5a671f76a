package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import java.util.Map;
import java.util.stream.Collectors;

/** How DuckDB reads the image of a row that Debezium wrote, in columns of their own types. Stateless. */
final class TypedImage {
    private TypedImage() {}

    /** Returns the structure as which DuckDB reads the text of an image. */
    static String structure(Map<String, ColumnType> columns) {
        return columns.entrySet().stream()
                .map(column -> '"' + column.getKey().replace("\\", "\\\\").replace("\"", "\\\"") + "\":\""
                        + jsonType(column.getValue()) + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String jsonType(ColumnType type) {
        return switch (type.kind()) {
            case LONG, DATE -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case TEXT, DECIMAL, TIMESTAMP, BYTES -> "VARCHAR";
        };
    }

    /** Returns the value of a column in the structure {@code image}; NULL where it does not spell its type. */
    static String value(Map.Entry<String, ColumnType> column) {
        String cell = "image." + LoadedFiles.quoted(column.getKey());
        return switch (column.getValue().kind()) {
            case TEXT, LONG, DOUBLE, BOOLEAN -> cell;
            case DECIMAL -> "try_cast(" + cell + " as " + DuckDbDialect.INSTANCE.typeName(column.getValue()) + ")";
            case DATE -> "date '1970-01-01' + try_cast(" + cell + " as integer)";
            case TIMESTAMP ->
                "coalesce(make_timestamp(try_cast(" + cell + " as bigint)) at time zone 'UTC', try_cast(" + cell
                        + " as timestamptz))";
            case BYTES -> "try(from_base64(" + cell + "))";
        };
    }
}
