package dev.scd2.sql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the tables of a store are, what their columns are called and how an open end looks. Immutable. */
public final class StoreOptions {
    private static final StoreOptions STANDARD =
            new StoreOptions(null, ColumnNames.standard(), OpenEnd.SENTINEL, Overlaps.REFUSED);

    private final @Nullable String schema;
    private final ColumnNames columns;
    private final OpenEnd openEnd;
    private final Overlaps overlaps;

    private StoreOptions(@Nullable String schema, ColumnNames columns, OpenEnd openEnd, Overlaps overlaps) {
        this.schema = schema;
        this.columns = columns;
        this.openEnd = openEnd;
        this.overlaps = overlaps;
    }

    /** What stands in the table for an end that is open. */
    public enum OpenEnd {
        /** {@code 9999-12-31T00:00:00Z}. */
        SENTINEL,
        /** NULL. */
        NULL
    }

    /** Whether a database that can refuses versions of one key that overlap. */
    public enum Overlaps {
        /** It does, by an exclusion constraint. */
        REFUSED,
        /** It does not; verifying the history shows them. */
        UNCHECKED
    }

    /**
     * Returns the schema that the database takes by itself, {@link ColumnNames#standard()}, and {@link OpenEnd#SENTINEL}.
     */
    public static StoreOptions standard() {
        return STANDARD;
    }

    /** Returns the options of a table in the style of Kimball: {@link ColumnNames#kimball()}, {@link OpenEnd#SENTINEL}. */
    public static StoreOptions kimball() {
        return STANDARD.withColumns(ColumnNames.kimball());
    }

    /** Returns the options of a table that dbt made: {@link ColumnNames#dbt()}, {@link OpenEnd#NULL}. */
    public static StoreOptions dbt() {
        return STANDARD.withColumns(ColumnNames.dbt()).withOpenEnd(OpenEnd.NULL);
    }

    /** Returns the options of a table that Databricks made: {@link ColumnNames#databricks()}, {@link OpenEnd#NULL}. */
    public static StoreOptions databricks() {
        return STANDARD.withColumns(ColumnNames.databricks()).withOpenEnd(OpenEnd.NULL);
    }

    /** Returns these options with another schema, which is created if it is missing. */
    public StoreOptions withSchema(String name) {
        return new StoreOptions(name, columns, openEnd, overlaps);
    }

    /** Returns these options with other column names. */
    public StoreOptions withColumns(ColumnNames names) {
        return new StoreOptions(schema, names, openEnd, overlaps);
    }

    /** Returns these options with another look of open ends, in valid time and in system time. */
    public StoreOptions withOpenEnd(OpenEnd look) {
        return new StoreOptions(schema, columns, look, overlaps);
    }

    /** Returns these options, by which new tables refuse versions that overlap or leave them unchecked. */
    public StoreOptions withOverlaps(Overlaps answer) {
        return new StoreOptions(schema, columns, openEnd, answer);
    }

    /** Returns the schema, if one is named. */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** Returns the column names. */
    public ColumnNames columns() {
        return columns;
    }

    /** Returns how open ends look. */
    public OpenEnd openEnd() {
        return openEnd;
    }

    /** Returns whether new tables refuse versions that overlap. */
    public Overlaps overlaps() {
        return overlaps;
    }
}
