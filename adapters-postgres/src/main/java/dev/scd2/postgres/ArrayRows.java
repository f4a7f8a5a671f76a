package dev.scd2.postgres;

import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.BoundRows;
import dev.scd2.sql.TableColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows as one array for each column. A temporary table would cost a batch of ten changes more than all else: each writes
 * some dozen rows of the catalog, and takes them away. Immutable.
 */
final class ArrayRows implements BoundRows {
    static final ArrayRows INSTANCE = new ArrayRows();

    private ArrayRows() {}

    @Override
    public int most() {
        return PostgresDialect.SLICE;
    }

    @Override
    public String query(List<TableColumn> columns) {
        String names = columns.stream()
                .map(column -> PostgresDialect.INSTANCE.quote(column.name()))
                .collect(Collectors.joining(", "));
        return "SELECT * FROM unnest(" + "?, ".repeat(columns.size() - 1) + "?) AS given (" + names + ")";
    }

    @Override
    public void bind(PreparedStatement statement, List<TableColumn> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            TableColumn column = columns.get(i);
            String[] texts = new String[rows.size()];
            for (int n = 0; n < texts.length; n++) {
                texts[n] = CopyText.plain(column, rows.get(n)[i]);
            }
            statement.setArray(i + 1, statement.getConnection().createArrayOf(typeName(column.type()), texts));
        }
    }

    /** The name by which the driver finds the type, without asking the server. */
    private static String typeName(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> "text";
            case LONG -> "int8";
            case DECIMAL -> "numeric";
            case DOUBLE -> "float8";
            case BOOLEAN -> "bool";
            case DATE -> "date";
            case TIMESTAMP -> "timestamptz";
            case BYTES -> "bytea";
        };
    }
}
