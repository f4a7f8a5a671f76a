package dev.scd2.sql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the tables of a store are and what their columns are called. Immutable. */
public final class StoreOptions {
    private static final StoreOptions STANDARD = new StoreOptions(null, ColumnNames.standard());

    private final @Nullable String schema;
    private final ColumnNames columns;

    private StoreOptions(@Nullable String schema, ColumnNames columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /** Returns the schema that the database takes by itself, and {@link ColumnNames#standard()}. */
    public static StoreOptions standard() {
        return STANDARD;
    }

    /** Returns these options with another schema, which is created if it is missing. */
    public StoreOptions withSchema(String name) {
        return new StoreOptions(name, columns);
    }

    /** Returns these options with other column names. */
    public StoreOptions withColumns(ColumnNames names) {
        return new StoreOptions(schema, names);
    }

    /** Returns the schema, if one is named. */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** Returns the column names. */
    public ColumnNames columns() {
        return columns;
    }
}
