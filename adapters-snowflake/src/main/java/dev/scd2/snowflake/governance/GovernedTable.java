package dev.scd2.snowflake.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table and the columns of it that need care. The table is made by somebody else; columns that everybody with access to
 * it may read need not be named. Immutable.
 */
public final class GovernedTable {
    private final String schema;
    private final String name;
    private final List<Column> columns;
    private final @Nullable RowFilter filter;

    private GovernedTable(String schema, String name, List<Column> columns, @Nullable RowFilter filter) {
        this.schema = schema;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.filter = filter;
    }

    record Column(String name, String type, @Nullable String columnClass) {}

    record RowFilter(String policy, String column) {}

    /** Returns a table without columns yet. */
    public static GovernedTable of(String schema, String name) {
        return new GovernedTable(schema, name, List.of(), null);
    }

    /**
     * Returns this table with a column of a class.
     *
     * @param type  its type, such as {@code VARCHAR}, {@code DATE} or {@code NUMBER(12, 2)}
     * @throws IllegalArgumentException if the table has the column already, or the type is not spelled as a type
     */
    public GovernedTable column(String column, String type, String columnClass) {
        return plus(new Column(column, type(type), columnClass));
    }

    /** Returns this table with a column that everybody with access to the table may read. */
    public GovernedTable column(String column, String type) {
        return plus(new Column(column, type(type), null));
    }

    /** Returns this table, of which a role sees those rows only that a row policy lets through by a column. */
    public GovernedTable rowsBy(String policy, String column) {
        return new GovernedTable(schema, name, columns, new RowFilter(policy, column));
    }

    private GovernedTable plus(Column column) {
        if (find(column.name()).isPresent()) {
            throw new IllegalArgumentException(
                    "The table " + schema + "." + name + " has the column " + column.name() + " twice.");
        }
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new GovernedTable(schema, name, more, filter);
    }

    static String type(String type) {
        if (!type.matches("[A-Za-z_ ]+(\\(\\s*\\d+\\s*(,\\s*\\d+\\s*)?\\))?")) {
            throw new IllegalArgumentException(
                    "A type is a word, with a length or with precision and scale, such as" + " NUMBER(12, 2).");
        }
        return type.strip()
                .toUpperCase(Locale.ROOT)
                .replaceAll("\\s*([(,)])\\s*", "$1")
                .replace(",", ", ");
    }

    Optional<Column> find(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }

    String schema() {
        return schema;
    }

    String name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    Optional<RowFilter> filter() {
        return Optional.ofNullable(filter);
    }
}
