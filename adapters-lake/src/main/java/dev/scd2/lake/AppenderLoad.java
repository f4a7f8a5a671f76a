package dev.scd2.lake;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Loads a few rows into a table by the appender of DuckDB. That knows columns by their place only, and of the defaults only
 * constants and the time; a table of which another default is needed gets its rows from a temporary one. The driver
 * flushes it every 2,048 rows, and each flush is an insert planned anew; {@link BlockLoad} is for many. Confined to one
 * thread.
 */
final class AppenderLoad {
    private static final String STAGED = "scd2_load";
    /** What columns have as a default that the appender fills in. */
    private static final Set<String> SIMPLE = Set.of("NULL", "current_timestamp");
    /** The place of a column that the rows do not have. */
    private static final int DEFAULT = -1;

    private final Connection connection;
    private final TableName table;
    private final List<TableColumn> columns;
    /** For each column of the table its place in the rows. */
    private final List<Integer> places = new ArrayList<>();

    private boolean simple = true;

    AppenderLoad(Connection connection, TableName table, List<TableColumn> columns) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.columns = columns;
        if (table.isTemporary()) {
            IntStream.range(0, columns.size()).forEach(places::add);
        } else {
            find();
        }
    }

    private void find() throws SQLException {
        List<String> names =
                columns.stream().map(column -> folded(column.name())).toList();
        // The information schema would look at every column of the database.
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT name, coalesce(dflt_value, 'NULL') FROM pragma_table_info(?) ORDER BY cid")) {
            statement.setString(1, DuckDbDialect.INSTANCE.qualified(table));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int place = names.indexOf(folded(row.getString(1)));
                    places.add(place);
                    simple &= place != DEFAULT || SIMPLE.contains(row.getString(2));
                }
            }
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    void run(Iterable<@Nullable Object[]> rows) throws SQLException {
        if (simple) {
            append(rows);
            return;
        }
        DuckDbDialect dialect = DuckDbDialect.INSTANCE;
        TableName staged = new TableName(null, STAGED);
        String names =
                columns.stream().map(column -> dialect.quote(column.name())).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.createTemporary(STAGED) + " AS SELECT " + names + " FROM "
                    + dialect.qualified(table) + " WHERE FALSE");
            new AppenderLoad(connection, staged, columns).append(rows);
            statement.execute("INSERT INTO " + dialect.qualified(table) + " (" + names + ") SELECT " + names + " FROM "
                    + dialect.qualified(staged));
            statement.execute("DROP TABLE " + dialect.qualified(staged));
        }
    }

    private void append(Iterable<@Nullable Object[]> rows) throws SQLException {
        String catalog = table.isTemporary() ? "temp" : connection.getCatalog();
        String schema = table.isTemporary() ? "main" : table.schema();
        int[] cellOf = places.stream().mapToInt(place -> place).toArray();
        try (DuckDBAppender appender =
                connection.unwrap(DuckDBConnection.class).createAppender(catalog, schema, table.name())) {
            for (Object[] cells : rows) {
                appender.beginRow();
                for (int cell : cellOf) {
                    if (cell == DEFAULT) {
                        appender.appendDefault();
                    } else {
                        append(appender, columns.get(cell).type(), cells[cell]);
                    }
                }
                appender.endRow();
            }
        }
    }

    private static void append(DuckDBAppender appender, ColumnType type, @Nullable Object cell) throws SQLException {
        if (cell == null) {
            appender.appendNull();
        } else if (cell instanceof String text) {
            appender.append(text);
        } else if (cell instanceof Long number) {
            if (type.kind() == ColumnType.Kind.TIMESTAMP) {
                appender.appendEpochMicros(number);
            } else {
                appender.append(number.longValue());
            }
        } else if (cell instanceof BigDecimal decimal) {
            appender.append(decimal);
        } else if (cell instanceof Double number) {
            appender.append(number.doubleValue());
        } else if (cell instanceof Boolean truth) {
            appender.append(truth.booleanValue());
        } else if (cell instanceof LocalDate date) {
            appender.append(date);
        } else if (cell instanceof Instant instant) {
            appender.appendEpochMicros(Instants.toMicros(instant));
        } else if (cell instanceof Bytes bytes) {
            appender.append(bytes.toArray());
        } else {
            throw new IllegalArgumentException(
                    "Not a canonical value: " + cell.getClass().getName());
        }
    }
}
