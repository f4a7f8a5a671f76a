package dev.scd2.examples.healthcare.oltp;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a payer table: a value, or null, for each of its columns. Immutable.
 *
 * @param table  the table
 * @param values  one value per column, in the order of {@link OltpTable#columns()}
 */
public record Row(OltpTable table, List<@Nullable Object> values) {

    /**
     * Takes a copy of the values and checks that each is of its column's type.
     *
     * @throws IllegalArgumentException if there are too few or too many, or one has another type
     */
    public Row {
        values = Collections.unmodifiableList(new ArrayList<>(values));
        List<OltpColumn> columns = table.columns();
        if (values.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "Table " + table.tableName() + " has " + columns.size() + " columns, not " + values.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            Object value = values.get(i);
            if (value != null && !classOf(columns.get(i).type()).isInstance(value)) {
                throw new IllegalArgumentException("Column " + table.tableName() + "."
                        + columns.get(i).name() + " is no " + value.getClass().getSimpleName());
            }
        }
    }

    /**
     * Returns a row with the values said; columns not named are null.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public static Row of(OltpTable table, Map<String, ? extends @Nullable Object> said) {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        said.forEach((column, value) -> values[table.position(column)] = value);
        return new Row(table, Arrays.asList(values));
    }

    /**
     * Returns this row with other values in the columns named.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public Row with(Map<String, ? extends @Nullable Object> said) {
        List<@Nullable Object> changed = new ArrayList<>(values);
        said.forEach((column, value) -> changed.set(table.position(column), value));
        return new Row(table, changed);
    }

    /**
     * Returns the value of a column, or null.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public @Nullable Object get(String column) {
        return values.get(table.position(column));
    }

    /** Returns the values of the key columns, joined by a bar: {@code M0000017} or {@code 10101TX0010001|2024}. */
    public String keyText() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < table.key().size(); i++) {
            text.append(i == 0 ? "" : "|").append(values.get(i));
        }
        return text.toString();
    }

    private static Class<?> classOf(OltpColumn.Type type) {
        return switch (type) {
            case TEXT -> String.class;
            case INTEGER -> Integer.class;
            case BOOLEAN -> Boolean.class;
            case DECIMAL -> BigDecimal.class;
            case DATE -> LocalDate.class;
            case TIMESTAMP -> Instant.class;
        };
    }
}
