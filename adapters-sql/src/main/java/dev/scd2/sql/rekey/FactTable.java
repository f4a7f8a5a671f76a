package dev.scd2.sql.rekey;

import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of facts in the database that holds the dimensions.
 *
 * <pre>{@code
 * FactTable.named("claim_line", "claim_id", "line")
 *         .keyed(FactKey.in(member, options).by("member_id").at("service_ts").surrogate("member_sk"))
 *         .keyed(FactKey.in(provider, options).by("npi").at("service_ts").surrogate("provider_sk"))
 *         .amounts("paid")
 *         .resultsIn("claim_line_rekeyed")
 * }</pre>
 *
 * <p>PostgreSQL wants an index on the key columns and the time of each key, {@code (member_id, service_ts)}; without it
 * every re-keying reads the whole table. DuckDB wants none; Snowflake reads less if the facts are clustered by key and time.
 * Immutable.
 */
public final class FactTable {
    final @Nullable String schema;
    final String name;
    final List<String> identity;
    final List<FactKey> keys;
    final List<String> amounts;
    final @Nullable String results;

    private FactTable(
            @Nullable String schema,
            String name,
            List<String> identity,
            List<FactKey> keys,
            List<String> amounts,
            @Nullable String results) {
        this.schema = schema;
        this.name = name;
        this.identity = List.copyOf(identity);
        this.keys = List.copyOf(keys);
        this.amounts = List.copyOf(amounts);
        this.results = results;
    }

    /**
     * Returns a table of the schema that the database takes by itself, without keys yet.
     *
     * @param identity the columns by which a person finds a fact; the rows need not be unique in them
     */
    public static FactTable named(String name, String... identity) {
        return new FactTable(null, name, List.of(identity), List.of(), List.of(), null);
    }

    /** Returns this table in another schema. */
    public FactTable inSchema(String other) {
        return new FactTable(other, name, identity, keys, amounts, results);
    }

    /**
     * Returns this table with one more key.
     *
     * @throws IllegalArgumentException if it is not complete, or its name or surrogate column is taken
     */
    public FactTable keyed(FactKey key) {
        key.requireComplete();
        for (FactKey other : keys) {
            if (other.name.equals(key.name) || other.surrogate.equals(key.surrogate)) {
                throw new IllegalArgumentException("Two keys of the facts in " + name + " are called " + key.name
                        + " or kept in " + key.surrogate + ". Give one of them another name and other columns.");
            }
        }
        List<FactKey> more = new ArrayList<>(keys);
        more.add(key);
        return new FactTable(schema, name, identity, more, amounts, results);
    }

    /** Returns this table with the columns whose values go into the results: what a moved fact is worth. */
    public FactTable amounts(String... columns) {
        return new FactTable(schema, name, identity, keys, List.of(columns), results);
    }

    /**
     * Returns this table with a table of results beside it, which is made when it is missing: one row for each fact that
     * was re-keyed, with the columns of {@link RekeyedFact} and the time.
     */
    public FactTable resultsIn(String table) {
        return new FactTable(schema, name, identity, keys, amounts, table);
    }

    String qualified(Dialect dialect) {
        return beside("", dialect);
    }

    /** Returns the qualified name of a table beside this one. */
    String beside(String suffix, Dialect dialect) {
        return sibling(name + suffix, dialect);
    }

    /** Returns the qualified name of another table of the schema. */
    String sibling(String other, Dialect dialect) {
        return dialect.qualified(new TableName(schema == null ? dialect.defaultSchema() : schema, other));
    }
}
