package dev.scd2.sql.join;

import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.JoinRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How facts are looked up in one table of versions: by which columns, as of which time, by which rule. The same table may
 * be looked up several times under different aliases. Immutable.
 */
public final class Lookup {
    final Versions versions;
    String alias;
    List<String> factKey = List.of();
    List<String> versionKey = List.of();
    List<String> order = List.of();
    List<String> columns = List.of();
    JoinRule rule = JoinRule.backward();
    String time = "";

    @Nullable
    DateAnchor anchor;

    @Nullable
    String knownAt;

    @Nullable
    Sizes sizes;

    private Lookup(Versions versions, String alias) {
        this.versions = versions;
        this.alias = alias;
    }

    /** Returns a lookup in a table, called like it, without key and time yet. */
    public static Lookup in(Versions versions) {
        return new Lookup(versions, versions.name);
    }

    /** Returns this lookup under another name, with which the names of its result columns begin. */
    public Lookup as(String name) {
        Lookup copy = copy();
        copy.alias = name;
        return copy;
    }

    /**
     * Returns this lookup with one more pair of columns that must be equal. Together they may be the natural key, or any
     * other columns: then several versions can be in force, which {@link #order} decides, and the query costs more.
     */
    public Lookup key(String factColumn, String versionColumn) {
        Lookup copy = copy();
        copy.factKey = with(factKey, factColumn);
        copy.versionKey = with(versionKey, versionColumn);
        return copy;
    }

    /**
     * Returns this lookup with columns that decide where several versions are in force: the greater value wins, null is
     * least, the first column counts first. Where that leaves a tie, as where there is no order, the outcome is
     * {@code AMBIGUOUS}.
     */
    public Lookup order(String... versionColumns) {
        Lookup copy = copy();
        copy.order = List.of(versionColumns);
        return copy;
    }

    /** Returns this lookup as of {@code factColumn}, a timestamp with a time zone. */
    public Lookup at(String factColumn) {
        Lookup copy = copy();
        copy.time = factColumn;
        copy.anchor = null;
        return copy;
    }

    /** Returns this lookup as of {@code factColumn}, a date, which {@code dateAnchor} makes an instant. */
    public Lookup at(String factColumn, DateAnchor dateAnchor) {
        Lookup copy = copy();
        copy.time = factColumn;
        copy.anchor = dateAnchor;
        return copy;
    }

    /**
     * Returns this lookup in what was believed at {@code factColumn}, a timestamp with a time zone; a null asks for what is
     * believed now, as every fact does without this call.
     */
    public Lookup knownAt(String factColumn) {
        Lookup copy = copy();
        copy.knownAt = factColumn;
        return copy;
    }

    /** Returns this lookup by another rule than {@link JoinRule#backward()}. */
    public Lookup by(JoinRule other) {
        Lookup copy = copy();
        copy.rule = other;
        return copy;
    }

    /** Returns this lookup with the columns of the version that it brings back. */
    public Lookup columns(String... names) {
        Lookup copy = copy();
        copy.columns = List.of(names);
        return copy;
    }

    /**
     * Returns this lookup, written for so many facts, versions and keys; a guess of the right magnitude will do. It changes
     * how versions are searched and never what is found. Unless it is called DuckDB sorts facts and versions, which takes
     * long of few facts and never very long; and on PostgreSQL the planner chooses between a hash join and the index, and
     * keys are taken to have few versions.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public Lookup sized(long facts, long versionRows, long keys) {
        Lookup copy = copy();
        copy.sizes = new Sizes(facts, versionRows, keys);
        return copy;
    }

    /** Returns whether no two versions in force can be equal in the columns that are looked up. */
    boolean isByNaturalKey() {
        return new LinkedHashSet<>(versionKey).containsAll(versions.key);
    }

    void requireComplete() {
        if (factKey.isEmpty()) {
            throw new IllegalArgumentException("The lookup " + alias + " needs the key of the fact. Call key(...).");
        }
        if (time.isEmpty()) {
            throw new IllegalArgumentException("The lookup " + alias + " needs the time of the fact. Call at(...).");
        }
        if (versions.key.isEmpty()) {
            throw new IllegalArgumentException(
                    "The table " + versions.name + " needs its natural key. Call Versions.key(...).");
        }
        if (knownAt != null && versions.systemFrom == null) {
            throw new IllegalArgumentException("The lookup " + alias + " asks what was known at " + knownAt
                    + ", but the table " + versions.name + " has no system time.");
        }
        Set<String> asked = new LinkedHashSet<>(versionKey);
        asked.addAll(order);
        asked.addAll(columns);
        for (String column : asked) {
            if (!versions.mayHave(column)) {
                throw new IllegalArgumentException("The table " + versions.name + " has no column " + column
                        + ", which the lookup " + alias + " names.");
            }
        }
    }

    private Lookup copy() {
        Lookup copy = new Lookup(versions, alias);
        copy.factKey = factKey;
        copy.versionKey = versionKey;
        copy.order = order;
        copy.columns = columns;
        copy.rule = rule;
        copy.time = time;
        copy.anchor = anchor;
        copy.knownAt = knownAt;
        copy.sizes = sizes;
        return copy;
    }

    private static List<String> with(List<String> names, String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return List.copyOf(more);
    }
}
