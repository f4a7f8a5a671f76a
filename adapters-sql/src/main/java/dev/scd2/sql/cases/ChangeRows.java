package dev.scd2.sql.cases;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables of changes in a database, for tests. Confined to one thread. */
final class ChangeRows {
    private static final AtomicInteger TABLES = new AtomicInteger();

    private final Connection connection;
    private final Dialect dialect;

    ChangeRows(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Returns a row of a dimension with a code and one attribute. */
    static @Nullable Object[] row(
            @Nullable String code, Long tier, @Nullable Instant from, @Nullable Long sequence, long offset) {
        return new @Nullable Object[] {code, tier, from == null ? null : micros(from), sequence, false, 0L, offset};
    }

    /** Makes a table of observations and deletes. */
    ChangeTable table(Dimension dimension, List<Change> changes) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Change change : changes) {
            List<@Nullable Object> cells = new ArrayList<>();
            for (Column column : columns(dimension)) {
                Object value = column.type().coerce(change.fields().get(column.name()));
                cells.add(value instanceof Instant instant ? (Object) micros(instant) : value);
            }
            Instant from = change instanceof Delete delete ? delete.validFrom() : ((Observation) change).validFrom();
            cells.add(from == null ? null : micros(from));
            cells.add(Long.valueOf(Objects.requireNonNull(change.sequence()).toString()));
            cells.add(change instanceof Delete);
            Position position = Objects.requireNonNull(change.position());
            cells.add((long) position.partition());
            cells.add(position.offset());
            rows.add(cells.toArray());
        }
        return fill(dimension, rows);
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
    }

    private static List<Column> columns(Dimension dimension) {
        return Stream.concat(dimension.naturalKey().stream(), dimension.attributes().stream())
                .toList();
    }

    /** Makes a table of rows. */
    ChangeTable fill(Dimension dimension, List<@Nullable Object[]> rows) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        columns(dimension).forEach(column -> columns.add(new TableColumn(column.name(), column.type())));
        columns.add(new TableColumn("effective_at", ColumnType.TIMESTAMP));
        columns.add(new TableColumn("said", ColumnType.LONG));
        columns.add(new TableColumn("is_gone", ColumnType.BOOLEAN));
        columns.add(new TableColumn("partition_number", ColumnType.LONG));
        columns.add(new TableColumn("offset_number", ColumnType.LONG));
        TableName name = new TableName(dialect.defaultSchema(), "change_" + TABLES.incrementAndGet());
        String table = dialect.qualified(name);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " ("
                    + String.join(
                            ", ",
                            columns.stream()
                                    .map(column -> dialect.quote(column.name()) + " " + dialect.typeName(column.type()))
                                    .toList())
                    + ")");
        }
        dialect.load(connection, name, columns, rows.iterator());
        return ChangeTable.of("SELECT * FROM " + table)
                .validFrom("effective_at")
                .sequence("said")
                .deletedWhere("is_gone");
    }
}
