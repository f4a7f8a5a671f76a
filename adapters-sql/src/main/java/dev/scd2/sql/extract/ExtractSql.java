package dev.scd2.sql.extract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The queries by which a relation is read. Immutable.
 *
 * @param dialect of the database
 * @param from the relation, as it stands behind {@code FROM}
 */
record ExtractSql(SourceDialect dialect, String from) {

    /**
     * A column by which rows are ordered.
     *
     * @param name nothing is quoted
     * @param typeName as the driver calls it
     */
    record Ordered(String name, String typeName) {
        static Ordered of(ColumnReader column) {
            return new Ordered(column.label(), column.typeName());
        }
    }

    /** Returns the query without rows that tells the columns; all of them, if none is named. */
    String describe(Collection<String> columns) {
        return "SELECT " + (columns.isEmpty() ? "*" : list(columns)) + " FROM " + from + " WHERE 1 = 0";
    }

    /** Returns the query for the first page, from the first row on. */
    String firstPage(Collection<String> columns, List<Ordered> order, List<String> nullable, int rows) {
        List<String> conditions = new ArrayList<>(present(nullable));
        return page(columns, order, conditions, rows);
    }

    /** Returns the query for the first page, from a value of the first column on, inclusive; one parameter. */
    String pageFrom(Collection<String> columns, List<Ordered> order, List<String> nullable, int rows) {
        List<String> conditions = new ArrayList<>();
        conditions.add(compared(order.get(0), ">="));
        conditions.addAll(present(nullable));
        return page(columns, order, conditions, rows);
    }

    /**
     * Returns the query for the page behind a row. Its parameters are the values of the row in the columns of the order:
     * the first, then for each column all values up to it. Row values would be shorter; SQL Server has none.
     */
    String pageBehind(Collection<String> columns, List<Ordered> order, List<String> nullable, int rows) {
        List<String> conditions = new ArrayList<>();
        conditions.add(compared(order.get(0), ">="));
        List<String> places = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            List<String> place = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                place.add(compared(order.get(j), "="));
            }
            place.add(compared(order.get(i), ">"));
            places.add(String.join(" AND ", place));
        }
        conditions.add("(" + String.join(" OR ", places) + ")");
        conditions.addAll(present(nullable));
        return page(columns, order, conditions, rows);
    }

    /** Returns the parameters of {@link #pageBehind} for the values of a row. */
    static List<Object> behind(List<Object> row) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(row.get(0));
        for (int i = 0; i < row.size(); i++) {
            parameters.addAll(row.subList(0, i + 1));
        }
        return parameters;
    }

    /** Returns the query for the first rows that have no place in the order, because a column of it is null. */
    String unordered(Collection<String> columns, List<String> nullable, int rows) {
        String anyNull =
                nullable.stream().map(column -> quote(column) + " IS NULL").collect(Collectors.joining(" OR "));
        return dialect.first(list(columns), "FROM " + from + " WHERE " + anyNull, rows);
    }

    /**
     * Returns the query for all rows.
     *
     * @param equal columns that equal a parameter, in this order
     * @param isNull columns that are null
     */
    String all(Collection<String> columns, List<Ordered> equal, List<String> isNull) {
        List<String> conditions = new ArrayList<>();
        equal.forEach(column -> conditions.add(compared(column, "=")));
        isNull.forEach(column -> conditions.add(quote(column) + " IS NULL"));
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + list(columns) + " FROM " + from + where;
    }

    private String page(Collection<String> columns, List<Ordered> order, List<String> conditions, int rows) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        String by = list(order.stream().map(Ordered::name).toList());
        return dialect.first(list(columns), "FROM " + from + where + " ORDER BY " + by, rows);
    }

    private List<String> present(List<String> nullable) {
        return nullable.stream().map(column -> quote(column) + " IS NOT NULL").toList();
    }

    private String compared(Ordered column, String operator) {
        return quote(column.name()) + " " + operator + " " + dialect.parameter(column.typeName());
    }

    private String list(Collection<String> columns) {
        return columns.stream().map(this::quote).collect(Collectors.joining(", "));
    }

    private String quote(String column) {
        return dialect.quote(column);
    }
}
