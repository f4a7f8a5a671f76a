package dev.scd2.sql.extract;

import dev.scd2.change.Fields;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a relation, by name, and how their rows are read. Immutable. */
final class RowShape {
    private final Map<String, ColumnReader> columns;

    private RowShape(Map<String, ColumnReader> columns) {
        this.columns = columns;
    }

    /**
     * Returns the shape of a result.
     *
     * @throws IllegalArgumentException if two columns have one name, or one is of a type that no dimension holds
     */
    static RowShape of(ResultSetMetaData result, @Nullable ZoneId zone) throws SQLException {
        Map<String, ColumnReader> columns = new LinkedHashMap<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            ColumnReader column = ColumnReader.of(result, i, zone);
            if (columns.put(column.label(), column) != null) {
                throw new IllegalArgumentException(
                        "Two columns are called " + column.label() + ". Give one of them another name.");
            }
        }
        return new RowShape(columns);
    }

    List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /**
     * Returns one column.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    ColumnReader column(String name) {
        ColumnReader column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("There is no column " + name + " among " + columns.keySet()
                    + ". Names are compared exactly, as the database writes them.");
        }
        return column;
    }

    /** Returns the values of the current row by column. */
    Map<String, @Nullable Object> read(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, ColumnReader> column : columns.entrySet()) {
            fields.put(column.getKey(), column.getValue().read(row));
        }
        return Fields.of(fields);
    }
}
