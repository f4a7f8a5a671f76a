package dev.scd2.sql;

import dev.scd2.dimension.Dimension;
import dev.scd2.fact.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The query that looks facts up as of their own time, in any number of dimensions in one pass.
 *
 * <p>Each fact comes out exactly once, with all of its columns and, for a lookup called {@code plan}, the surrogate key
 * {@code plan_sk} (null where there is none), how it ended {@code plan_outcome} (the name of an {@link Outcome}: {@code
 * MATCHED}, {@code GAP}, {@code BEFORE_FIRST}, {@code UNKNOWN_KEY}, {@code NULL_KEY} or {@code NULL_TIME}) and the wanted
 * attributes, as {@code plan_tier}. A version matches from its start, inclusive, to its end, exclusive; one that marks an
 * absence never does. Of a history with system time the latest belief is asked.
 *
 * <pre>{@code
 * String sql = AsOfJoin.of("SELECT * FROM claim_line", dialect)
 *         .lookup(AsOfJoin.Lookup.in(plan, options)
 *                 .as("plan")
 *                 .key("plan_id", "plan_id")
 *                 .at("service_ts")
 *                 .attributes("tier"))
 *         .sql();
 * }</pre>
 *
 * <p>The query sorts nothing: it is one hash join of the facts with the versions of each dimension, and one with the first
 * start of each key. The time of a fact is an instant, a timestamp with a time zone; a calendar date is anchored by the
 * query of the facts. Immutable.
 */
public final class AsOfJoin {
    private final String facts;
    private final Dialect dialect;
    private final List<Lookup> lookups;

    private AsOfJoin(String facts, Dialect dialect, List<Lookup> lookups) {
        this.facts = facts;
        this.dialect = dialect;
        this.lookups = List.copyOf(lookups);
    }

    /**
     * Returns a join of the facts that {@code query} returns, without lookups yet.
     *
     * @param query a SELECT; it goes into the result as it is
     */
    public static AsOfJoin of(String query, Dialect dialect) {
        return new AsOfJoin(query, dialect, List.of());
    }

    /**
     * Returns this join with one more lookup.
     *
     * @throws IllegalArgumentException if it has no key or no time, or its alias is taken
     */
    public AsOfJoin lookup(Lookup lookup) {
        lookup.requireComplete();
        if (lookups.stream().anyMatch(other -> other.alias.equals(lookup.alias))) {
            throw new IllegalArgumentException(
                    "Two lookups are called " + lookup.alias + ". Give one of them another alias.");
        }
        List<Lookup> more = new ArrayList<>(lookups);
        more.add(lookup);
        return new AsOfJoin(facts, dialect, more);
    }

    /** Returns the query. */
    public String sql() {
        StringBuilder columns = new StringBuilder("SELECT f.*");
        StringBuilder joins = new StringBuilder(" FROM (" + facts + ") AS f");
        for (int i = 0; i < lookups.size(); i++) {
            Part part = new Part(lookups.get(i), "v" + i, "k" + i);
            columns.append(part.columns());
            joins.append(part.joins());
        }
        return columns.append(joins).toString();
    }

    /** The SQL of one lookup. */
    private final class Part {
        private final Lookup lookup;
        private final Layout layout;
        private final String version;
        private final String known;

        Part(Lookup lookup, String version, String known) {
            this.lookup = lookup;
            this.layout = new Layout(lookup.dimension, dialect, lookup.options);
            this.version = version;
            this.known = known;
        }

        String columns() {
            StringBuilder sql = new StringBuilder();
            sql.append(", ").append(version(layout.names.surrogateKey())).append(named("_sk"));
            sql.append(", ").append(outcome()).append(named("_outcome"));
            for (String attribute : lookup.attributes) {
                sql.append(", ").append(version(attribute)).append(named("_" + attribute));
            }
            return sql.toString();
        }

        private String outcome() {
            return "CASE WHEN " + nullKey() + " THEN '" + Outcome.NULL_KEY + "' WHEN " + time() + " IS NULL THEN '"
                    + Outcome.NULL_TIME + "' WHEN " + version(layout.names.surrogateKey()) + " IS NOT NULL THEN '"
                    + Outcome.MATCHED + "' WHEN " + known + ".first_from IS NULL THEN '" + Outcome.UNKNOWN_KEY
                    + "' WHEN " + time() + " < " + known + ".first_from THEN '" + Outcome.BEFORE_FIRST + "' ELSE '"
                    + Outcome.GAP + "' END";
        }

        private String nullKey() {
            List<String> terms = new ArrayList<>();
            for (String column : lookup.factKey) {
                terms.add("f." + dialect.quote(column) + " IS NULL");
            }
            return String.join(" OR ", terms);
        }

        String joins() {
            String from = layout.quote(layout.names.validFrom());
            String key = String.join(
                    ", ", lookup.dimensionKey.stream().map(dialect::quote).toList());
            return " LEFT JOIN " + layout.versions + " AS " + version + " ON " + sameKey(version) + " AND "
                    + version(layout.names.validFrom()) + " <= " + time() + " AND " + time() + " < "
                    + layout.end(version, layout.names.validTo()) + " AND NOT " + version(layout.names.deleted())
                    + (layout.dimension.isBitemporal() ? " AND " + layout.believed(version) : "")
                    + " LEFT JOIN (SELECT " + key + ", min(" + from + ") AS first_from FROM " + layout.versions
                    + " AS b WHERE NOT " + layout.of("b", layout.names.deleted()) + " AND " + layout.believed("b")
                    + " GROUP BY " + key + ") AS " + known
                    + " ON " + sameKey(known);
        }

        private String sameKey(String alias) {
            List<String> terms = new ArrayList<>();
            for (int i = 0; i < lookup.factKey.size(); i++) {
                terms.add("f." + dialect.quote(lookup.factKey.get(i)) + " = " + alias + "."
                        + dialect.quote(lookup.dimensionKey.get(i)));
            }
            return String.join(" AND ", terms);
        }

        private String time() {
            return "f." + dialect.quote(lookup.time);
        }

        private String version(String column) {
            return version + "." + dialect.quote(column);
        }

        private String named(String suffix) {
            return " AS " + dialect.quote(lookup.alias + suffix);
        }
    }

    /** How facts are looked up in one dimension. Immutable. */
    public static final class Lookup {
        private final Dimension dimension;
        private final StoreOptions options;
        private final String alias;
        private final List<String> factKey;
        private final List<String> dimensionKey;
        private final String time;
        private final List<String> attributes;

        private Lookup(
                Dimension dimension,
                StoreOptions options,
                String alias,
                List<String> factKey,
                List<String> dimensionKey,
                String time,
                List<String> attributes) {
            this.dimension = dimension;
            this.options = options;
            this.alias = alias;
            this.factKey = List.copyOf(factKey);
            this.dimensionKey = List.copyOf(dimensionKey);
            this.time = time;
            this.attributes = List.copyOf(attributes);
        }

        /** Returns a lookup in the tables of {@code dimension}, called like it, without key and time yet. */
        public static Lookup in(Dimension dimension, StoreOptions options) {
            return new Lookup(dimension, options, dimension.name(), List.of(), List.of(), "", List.of());
        }

        /** Returns this lookup under another name. */
        public Lookup as(String name) {
            return new Lookup(dimension, options, name, factKey, dimensionKey, time, attributes);
        }

        /**
         * Returns this lookup with one more pair of columns that must be equal.
         *
         * @param factColumn a column of the facts
         * @param keyColumn a natural key column of the dimension; in the end every one of them must be named
         */
        public Lookup key(String factColumn, String keyColumn) {
            List<String> left = new ArrayList<>(factKey);
            left.add(factColumn);
            List<String> right = new ArrayList<>(dimensionKey);
            right.add(keyColumn);
            return new Lookup(dimension, options, alias, left, right, time, attributes);
        }

        /** Returns this lookup as of {@code factColumn}, a timestamp with a time zone. */
        public Lookup at(String factColumn) {
            return new Lookup(dimension, options, alias, factKey, dimensionKey, factColumn, attributes);
        }

        /** Returns this lookup with the attributes that it brings back; null where nothing matched. */
        public Lookup attributes(String... names) {
            return new Lookup(dimension, options, alias, factKey, dimensionKey, time, List.of(names));
        }

        private void requireComplete() {
            Set<String> wanted = new LinkedHashSet<>();
            dimension.naturalKey().forEach(column -> wanted.add(column.name()));
            if (!wanted.equals(new LinkedHashSet<>(dimensionKey)) || wanted.size() != dimensionKey.size()) {
                throw new IllegalArgumentException("The lookup " + alias + " must name each natural key column of "
                        + dimension + " once: " + wanted + ", not " + dimensionKey + ".");
            }
            if (time.isEmpty()) {
                throw new IllegalArgumentException(
                        "The lookup " + alias + " needs the time of the fact. Call at(...).");
            }
            for (String attribute : attributes) {
                if (dimension.attributeIndex(attribute).isEmpty()) {
                    throw new IllegalArgumentException(
                            "Dimension " + dimension + " keeps no attribute " + attribute + ".");
                }
            }
        }
    }
}
