package dev.scd2.snowflake.governance;

import java.util.List;

/**
 * A view through which a table is shown: of the columns that are named, and secure, so that its text and what it leaves
 * out stay hidden. The masks and rows of the table count in it as for whoever asks. Immutable.
 */
public final class SecureView {
    private final String schema;
    private final String name;
    private final String purpose;
    private final String tableSchema;
    private final String table;
    private final List<String> columns;

    private SecureView(
            String schema, String name, String purpose, String tableSchema, String table, List<String> columns) {
        this.schema = schema;
        this.name = name;
        this.purpose = purpose;
        this.tableSchema = tableSchema;
        this.table = table;
        this.columns = columns;
    }

    /**
     * Returns a view of declared columns of a declared table.
     *
     * @param schema  where the view is
     * @param name  what it is called
     * @param purpose  what it is for; it becomes its comment
     * @param tableSchema  where the table is
     * @throws IllegalArgumentException if no column is named
     */
    public static SecureView of(
            String schema, String name, String purpose, String tableSchema, String table, List<String> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("The view " + schema + "." + name + " shows no column. Name some.");
        }
        return new SecureView(schema, name, purpose, tableSchema, table, List.copyOf(columns));
    }

    String schema() {
        return schema;
    }

    String name() {
        return name;
    }

    String purpose() {
        return purpose;
    }

    String tableSchema() {
        return tableSchema;
    }

    String table() {
        return table;
    }

    List<String> columns() {
        return columns;
    }
}
