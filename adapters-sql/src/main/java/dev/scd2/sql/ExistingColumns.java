package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns of a table that somebody else made, checked against what a dimension needs. Immutable. */
final class ExistingColumns {
    /** What dbt calls a row of a snapshot. */
    static final String DBT_ID = "dbt_scd_id";
    /** Where dbt says, as text, that a row marks an absence. */
    static final String DBT_DELETED = "dbt_is_deleted";

    /** Names of one type. */
    private static final Map<String, String> SAME = Map.of("varchar", "text", "bigserial", "int8", "serial8", "int8");

    /** Names of types all of whose values a long holds. */
    private static final Set<String> SHORTER = Set.of(
            "int2",
            "int4",
            "smallserial",
            "serial",
            "tinyint",
            "utinyint",
            "smallint",
            "usmallint",
            "integer",
            "uinteger");

    private final Layout layout;
    private final Map<String, Type> types = new HashMap<>();
    private final List<TableColumn> narrower = new ArrayList<>();
    /** Columns that must hold a value that nobody but us would give. */
    private final Set<String> demanding = new HashSet<>();

    private ExistingColumns(Layout layout) {
        this.layout = layout;
    }

    private record Type(String name, int precision, int scale) {
        static Type of(ResultSetMetaData columns, int i) throws SQLException {
            String name = columns.getColumnTypeName(i).toLowerCase(Locale.ROOT);
            return new Type(SAME.getOrDefault(name, name), columns.getPrecision(i), columns.getScale(i));
        }
    }

    /**
     * Reads the columns of the table of {@code layout} and checks them.
     *
     * @throws InvalidChangeException if a declared column is missing or of another type, or a column of the table would
     *     refuse what the store writes
     * @throws StoreException if there is no such table
     */
    static ExistingColumns require(Connection connection, Layout layout) throws SQLException {
        ExistingColumns columns = new ExistingColumns(layout);
        columns.read(connection);
        columns.check(connection);
        return columns;
    }

    private void read(Connection connection) throws SQLException {
        List<Object> table = List.of(layout.schema, layout.dimension.name());
        Rows.each(
                connection,
                "SELECT column_name, is_nullable = 'NO' AND column_default IS NULL FROM information_schema.columns"
                        + " WHERE table_catalog = current_database() AND table_schema = ? AND table_name = ?",
                table,
                row -> {
                    if (row.getBoolean(2)) {
                        demanding.add(layout.dialect.folded(row.getString(1)));
                    }
                });
        boolean[] there = {false};
        Rows.each(
                connection,
                "SELECT 1 FROM information_schema.tables WHERE table_catalog = current_database() AND table_schema = ?"
                        + " AND table_name = ? AND table_type = 'BASE TABLE'",
                table,
                row -> there[0] = true);
        if (!there[0]) {
            throw new StoreException(
                    "There is no table " + layout.versions + " to adopt. A dimension is called like its table, and the"
                            + " schema is named in the options.",
                    null);
        }
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT * FROM " + layout.versions + " WHERE FALSE");
                ResultSet none = statement.executeQuery()) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                types.put(layout.dialect.folded(columns.getColumnName(i)), Type.of(columns, i));
            }
        }
    }

    private void check(Connection connection) throws SQLException {
        List<TableColumn> declared = new ArrayList<>(Layout.concat(layout.key, layout.attributes));
        for (TableColumn column : declared) {
            requireThere(column.name());
        }
        requireThere(layout.names.validFrom());
        requireThere(layout.names.validTo());
        List<TableColumn> typed = new ArrayList<>(layout.versionColumns);
        typed.removeIf(column -> !has(column.name()));
        Map<String, Type> wanted = wanted(connection, typed);
        for (TableColumn column : typed) {
            Type found = types.get(layout.dialect.folded(column.name()));
            boolean convertible = isTime(column.name()) && isLocalTime(column.name());
            boolean exact = wanted.get(column.name()).equals(found);
            if (!exact && isNarrower(found, column.type())) {
                narrower.add(column);
            } else if (!exact && !convertible) {
                throw new InvalidChangeException(
                        Reason.TYPE_CHANGED,
                        "The column " + column.name() + " of " + layout.versions + " is of type " + described(found)
                                + ", where dimension " + layout.dimension + " needs "
                                + layout.dialect.typeName(column.type())
                                + ". Change the column with ALTER TABLE, or declare what it is. Nothing was written.");
            }
        }
        requireWritable();
    }

    /** Returns whether {@code type} holds every value of {@code found}: text of limited length, integers of fewer bits. */
    private static boolean isNarrower(Type found, ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> found.name().equals("text");
            case LONG -> SHORTER.contains(found.name());
            default -> false;
        };
    }

    private Map<String, Type> wanted(Connection connection, List<TableColumn> columns) throws SQLException {
        List<String> casts = new ArrayList<>();
        for (TableColumn column : columns) {
            casts.add("CAST(NULL AS " + layout.dialect.typeName(column.type()) + ")");
        }
        Map<String, Type> wanted = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + String.join(", ", casts));
                ResultSet row = statement.executeQuery()) {
            for (int i = 0; i < columns.size(); i++) {
                wanted.put(columns.get(i).name(), Type.of(row.getMetaData(), i + 1));
            }
        }
        return wanted;
    }

    private void requireThere(String column) {
        if (!has(column)) {
            throw new InvalidChangeException(
                    Reason.MISSING_COLUMN,
                    "The table " + layout.versions + " has no column " + column + ", which dimension "
                            + layout.dimension + " needs. Add it to the table, leave it out of the dimension, or"
                            + " choose other ColumnNames. Nothing was written.");
        }
    }

    /** New versions have no value in columns that the dimension does not declare. */
    private void requireWritable() {
        Set<String> given = new HashSet<>();
        for (TableColumn column : layout.versionColumns) {
            given.add(layout.dialect.folded(column.name()));
        }
        if (layout.openEnd == StoreOptions.OpenEnd.NULL) {
            given.remove(layout.dialect.folded(layout.names.validTo()));
        }
        for (String column : demanding) {
            if (!given.contains(column)) {
                throw new InvalidChangeException(
                        Reason.TYPE_CHANGED,
                        "The column " + column + " of " + layout.versions + " is NOT NULL without a default, and new"
                                + " versions of dimension " + layout.dimension
                                + " have no value for it. Declare it, or drop that constraint. Nothing was written.");
            }
        }
    }

    /** Returns the columns whose type must be widened before the store can write to them. */
    List<TableColumn> narrower() {
        return narrower;
    }

    boolean has(String column) {
        return types.containsKey(layout.dialect.folded(column));
    }

    /** Returns whether the table has a column that the dimension does not declare. */
    boolean hasForeign(String column) {
        return has(column)
                && Layout.concat(layout.key, layout.attributes).stream()
                        .noneMatch(declared ->
                                layout.dialect.folded(declared.name()).equals(layout.dialect.folded(column)));
    }

    private boolean isTime(String column) {
        return column.equals(layout.names.validFrom()) || column.equals(layout.names.validTo());
    }

    /** Returns whether a column holds timestamps without a time zone. */
    boolean isLocalTime(String column) {
        Type type = types.get(layout.dialect.folded(column));
        return type != null && type.name().equals("timestamp");
    }

    private static String described(Type type) {
        boolean sized = type.precision() > 0 && type.precision() < Integer.MAX_VALUE;
        return type.name() + (sized ? "(" + type.precision() + (type.scale() > 0 ? "," + type.scale() : "") + ")" : "");
    }
}
