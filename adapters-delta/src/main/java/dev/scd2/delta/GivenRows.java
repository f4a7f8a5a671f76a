package dev.scd2.delta;

import dev.scd2.dimension.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows as they are given, by column. Immutable. */
final class GivenRows {
    private final Map<String, ColumnType> columns;
    private final List<Field> fields;

    /** Takes the columns; the log tells the bounds of dates and times only, because whole numbers may be keys of people. */
    GivenRows(Map<String, ColumnType> columns) {
        this.columns = Map.copyOf(columns);
        List<Field> given = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        columns.forEach((name, type) -> {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "There are two columns " + name + ", in a table where upper and lower case are the same.");
            }
            boolean isTime = type.kind() == ColumnType.Kind.TIMESTAMP || type.kind() == ColumnType.Kind.DATE;
            given.add(isTime ? Field.bounded(name, type, false) : Field.attribute(name, type));
        });
        fields = List.copyOf(given);
    }

    List<Field> fields() {
        return fields;
    }

    @Nullable
    Object[] cells(Map<String, ? extends @Nullable Object> row) {
        for (String name : row.keySet()) {
            if (!columns.containsKey(name)) {
                throw new IllegalArgumentException("A row has a column " + name + ", which is not declared.");
            }
        }
        Object[] cells = new Object[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            Field field = fields.get(i);
            try {
                cells[i] = field.type().coerce(row.get(field.name()));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("Column " + field.name() + ": " + wrong.getMessage(), wrong);
            }
        }
        return cells;
    }
}
