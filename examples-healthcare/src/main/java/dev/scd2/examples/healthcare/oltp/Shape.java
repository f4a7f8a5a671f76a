package dev.scd2.examples.healthcare.oltp;

import dev.scd2.examples.healthcare.oltp.RowChange.Kind;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What changes have in common that are made by one prepared statement. Immutable.
 *
 * @param table  the table
 * @param kind  what is done
 * @param columns  the places of the columns written, ascending: for an update those that differ
 */
record Shape(OltpTable table, Kind kind, List<Integer> columns) {

    static Shape of(RowChange change) {
        OltpTable table = change.table();
        int width = table.columns().size();
        List<Integer> written = new ArrayList<>(width);
        Row before = change.before();
        Row after = change.after();
        for (int i = 0; i < width && after != null; i++) {
            if (before == null
                    || !Objects.equals(before.values().get(i), after.values().get(i))) {
                written.add(i);
            }
        }
        return new Shape(table, change.kind(), written);
    }

    String sql() {
        String target = "\"" + OltpSchema.SCHEMA + "\".\"" + table.tableName() + "\"";
        List<String> names = columns.stream().map(this::quoted).toList();
        String where = IntStream.range(0, table.key().size())
                .mapToObj(i -> quoted(i) + " = ?")
                .collect(Collectors.joining(" and ", " where ", ""));
        return switch (kind) {
            case INSERT ->
                "insert into " + target + " (" + String.join(", ", names) + ") values ("
                        + names.stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
            case UPDATE ->
                "update " + target + " set "
                        + names.stream().map(name -> name + " = ?").collect(Collectors.joining(", ")) + where;
            case DELETE -> "delete from " + target + where;
        };
    }

    private String quoted(int column) {
        return "\"" + table.columns().get(column).name() + "\"";
    }

    /** Binds the values of a row to the statement made of {@link #sql}. */
    void bind(PreparedStatement statement, Row row) throws SQLException {
        int parameter = 1;
        for (int column : columns) {
            set(statement, parameter++, column, row);
        }
        for (int column = 0; kind != Kind.INSERT && column < table.key().size(); column++) {
            set(statement, parameter++, column, row);
        }
    }

    private void set(PreparedStatement statement, int at, int column, Row row) throws SQLException {
        @Nullable Object value = row.values().get(column);
        if (value == null) {
            statement.setNull(at, sqlType(table.columns().get(column).type()));
        } else if (value instanceof String text) {
            statement.setString(at, text);
        } else if (value instanceof BigDecimal amount) {
            statement.setBigDecimal(at, amount);
        } else if (value instanceof Instant instant) {
            statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
        } else {
            statement.setObject(at, value);
        }
    }

    private static int sqlType(OltpColumn.Type type) {
        return switch (type) {
            case TEXT -> Types.VARCHAR;
            case INTEGER -> Types.INTEGER;
            case BOOLEAN -> Types.BOOLEAN;
            case DECIMAL -> Types.NUMERIC;
            case DATE -> Types.DATE;
            case TIMESTAMP -> Types.TIMESTAMP_WITH_TIMEZONE;
        };
    }
}
