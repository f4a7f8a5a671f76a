package dev.scd2.sql.join;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.StoreOptions.OpenEnd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of versions that facts can be looked up in: one of a store, or any other with a key, a start and an end.
 *
 * <pre>{@code
 * Versions.of(member, StoreOptions.kimball())
 * Versions.table("coverage").key("member_id").validity("effective_from", "effective_to")
 * }</pre>
 *
 * <p>No two versions of one natural key may overlap (I1, and within one belief I7). Starts and ends are timestamps with a
 * time zone, ends exclusive, null or 9999-12-31 where they are open. Immutable.
 */
public final class Versions {
    final @Nullable String schema;
    final String name;
    final List<String> key;
    final String validFrom;
    final String validTo;
    final @Nullable String systemFrom;
    final @Nullable String systemTo;
    final @Nullable String surrogate;
    final @Nullable String deleted;
    final @Nullable String inferred;
    final OpenEnd openEnd;
    /** Whether the placeholders of a table beside this one are met, too. */
    final boolean members;
    /** The columns that it has, with null for those that are not the dimension's; empty where that is not known. */
    private final Map<String, @Nullable ColumnType> columns;

    private Versions(Draft draft) {
        schema = draft.schema;
        name = draft.name;
        key = draft.key;
        validFrom = draft.validFrom;
        validTo = draft.validTo;
        systemFrom = draft.systemFrom;
        systemTo = draft.systemTo;
        surrogate = draft.surrogate;
        deleted = draft.deleted;
        inferred = draft.inferred;
        openEnd = draft.openEnd;
        members = draft.members;
        columns = draft.columns;
    }

    /** Returns the versions that a store keeps of {@code dimension}. */
    public static Versions of(Dimension dimension, StoreOptions options) {
        ColumnNames names = options.columns().of(dimension);
        Draft draft = new Draft(options.schema().orElse(null), dimension.name());
        draft.key = dimension.naturalKey().stream().map(column -> column.name()).toList();
        draft.validFrom = names.validFrom();
        draft.validTo = names.validTo();
        draft.surrogate = names.surrogateKey();
        draft.deleted = names.deleted();
        draft.openEnd = options.openEnd();
        for (String own : List.of(names.surrogateKey(), names.validFrom(), names.validTo(), names.deleted())) {
            draft.columns.put(own, null);
        }
        for (String own : List.of(names.current(), names.attributeHash(), names.loadId(), names.createdAt())) {
            draft.columns.put(own, null);
        }
        if (dimension.isBitemporal()) {
            draft.systemFrom = names.systemFrom();
            draft.systemTo = names.systemTo();
            draft.columns.put(draft.systemFrom, null);
            draft.columns.put(draft.systemTo, null);
        }
        draft.columns.putAll(dimension.columnTypes());
        return new Versions(draft);
    }

    /**
     * Returns a table without a key yet, with the start {@code valid_from} and the end {@code valid_to}, which is null where
     * it is open.
     */
    public static Versions table(String name) {
        return new Versions(new Draft(null, name));
    }

    /** Returns whether it has, as far as is known, this column. */
    boolean mayHave(String column) {
        return columns.isEmpty() || columns.containsKey(column);
    }

    /** Returns whether this column is known to be text. */
    boolean isText(String column) {
        ColumnType type = columns.get(column);
        return type != null && type.kind() == ColumnType.Kind.TEXT;
    }

    /** Returns whether rows say when they were believed. */
    public boolean hasSystemTime() {
        return systemFrom != null;
    }

    /** Returns a table of the same columns elsewhere. */
    public Versions named(String schemaName, String tableName) {
        return new Versions(new Draft(schemaName, tableName, this));
    }

    /** Returns this table with the columns of its natural key, by which no two versions in force are equal. */
    public Versions key(String... names) {
        Draft draft = new Draft(this);
        draft.key = List.of(names);
        return new Versions(draft);
    }

    /** Returns this table with other columns for the start, inclusive, and the end, exclusive. */
    public Versions validity(String start, String end) {
        Draft draft = new Draft(this);
        draft.validFrom = start;
        draft.validTo = end;
        return new Versions(draft);
    }

    /** Returns this table with columns that say from when a row was believed, inclusive, and until when, exclusive. */
    public Versions systemTime(String start, String end) {
        Draft draft = new Draft(this);
        draft.systemFrom = start;
        draft.systemTo = end;
        return new Versions(draft);
    }

    /** Returns this table with a column that names a version, for facts to keep. */
    public Versions surrogate(String column) {
        Draft draft = new Draft(this);
        draft.surrogate = column;
        return new Versions(draft);
    }

    /** Returns this table with a column, boolean and never null, that is true in rows that mark an absence. */
    public Versions deleted(String column) {
        Draft draft = new Draft(this);
        draft.deleted = column;
        return new Versions(draft);
    }

    /** Returns this table with a boolean column that is true in placeholders; facts that meet one are {@code INFERRED}. */
    public Versions inferred(String column) {
        Draft draft = new Draft(this);
        draft.inferred = column;
        return new Versions(draft);
    }

    /**
     * Returns this table together with its inferred members, which {@code dev.scd2.sql.rekey} keeps in a table that is called
     * like this one with {@code _inferred} behind. A fact of their key that lies before its first version, or whose key has
     * none, is {@code INFERRED} and gets their surrogate. The table must be there; keying and re-keying make it.
     */
    public Versions withInferredMembers() {
        Draft draft = new Draft(this);
        draft.inferred = Members.INFERRED;
        draft.members = true;
        return new Versions(draft);
    }

    /** Returns this table with another look of open ends; the sentinel spares the query a test for null. */
    public Versions openEnd(OpenEnd look) {
        Draft draft = new Draft(this);
        draft.openEnd = look;
        return new Versions(draft);
    }

    /** The fields while they are set. Confined to one call. */
    private static final class Draft {
        private @Nullable String schema;
        private final String name;
        private List<String> key = List.of();
        private String validFrom = "valid_from";
        private String validTo = "valid_to";
        private @Nullable String systemFrom;
        private @Nullable String systemTo;
        private @Nullable String surrogate;
        private @Nullable String deleted;
        private @Nullable String inferred;
        private OpenEnd openEnd = OpenEnd.NULL;
        private boolean members;
        private final Map<String, @Nullable ColumnType> columns = new HashMap<>();

        private Draft(@Nullable String schema, String name) {
            this.schema = schema;
            this.name = name;
        }

        private Draft(Versions old) {
            this(old.schema, old.name, old);
        }

        private Draft(@Nullable String schema, String name, Versions old) {
            this(schema, name);
            key = old.key;
            validFrom = old.validFrom;
            validTo = old.validTo;
            systemFrom = old.systemFrom;
            systemTo = old.systemTo;
            surrogate = old.surrogate;
            deleted = old.deleted;
            inferred = old.inferred;
            openEnd = old.openEnd;
            members = old.members;
            columns.putAll(old.columns);
        }
    }
}
