package dev.scd2.sql.rekey;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.TableName;
import dev.scd2.timeline.Instants;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of the versions of a dimension that facts look up, and its columns in SQL. Immutable. */
final class VersionTable {
    final String table;
    /** The columns by which facts look it up. */
    final List<String> key;
    /** The end of what is open. */
    final String open;

    private final FactKey facts;
    private final Dimension dimension;
    private final Dialect dialect;
    private final ColumnNames names;
    private final StoreOptions.OpenEnd openEnd;

    VersionTable(FactKey facts, Dialect dialect) {
        StoreOptions options = facts.options;
        this.facts = facts;
        this.dimension = facts.dimension;
        this.dialect = dialect;
        this.names = options.columns().of(dimension);
        this.openEnd = options.openEnd();
        this.key = facts.lookupKey;
        this.open = dialect.literal(Instants.MAX);
        this.table =
                dialect.qualified(new TableName(options.schema().orElse(dialect.defaultSchema()), dimension.name()));
    }

    String surrogate(String alias) {
        return of(alias, names.surrogateKey());
    }

    /** Returns the column of the surrogate, quoted. */
    String surrogateColumn() {
        return dialect.quote(names.surrogateKey());
    }

    String hash(String alias) {
        return of(alias, names.attributeHash());
    }

    String from(String alias) {
        return of(alias, names.validFrom());
    }

    /** Returns the end, {@link #open} or later where it is open. */
    String to(String alias) {
        return end(alias, names.validTo());
    }

    /**
     * Returns whether a version answers at all: it marks no absence, and is believed.
     *
     * @param knownAt the instant at which it is to be believed; null for now
     */
    String answers(String alias, @Nullable String knownAt) {
        String exists = "NOT " + of(alias, names.deleted());
        if (!dimension.isBitemporal()) {
            return exists;
        }
        String systemTo = end(alias, names.systemTo());
        return exists + " AND "
                + (knownAt == null
                        ? systemTo + " >= " + open
                        : of(alias, names.systemFrom()) + " <= " + knownAt + " AND " + knownAt + " < " + systemTo);
    }

    /** Returns what decides between several versions in force, in columns {@code _o0, _o1, …}, each with a comma before it. */
    String orderColumns(String alias) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < facts.lookupOrder.size(); i++) {
            String column = facts.lookupOrder.get(i);
            columns.append(", ")
                    .append(dialect.ordered(of(alias, column), facts.type(column)))
                    .append(" AS _o")
                    .append(i);
        }
        return columns.toString();
    }

    private String end(String alias, String column) {
        return openEnd == StoreOptions.OpenEnd.NULL
                ? "coalesce(" + of(alias, column) + ", " + open + ")"
                : of(alias, column);
    }

    private String of(String alias, String column) {
        return alias + "." + dialect.quote(column);
    }
}
