package dev.scd2.sql.join;

import dev.scd2.sql.StoreOptions.OpenEnd;
import java.util.ArrayList;
import java.util.List;

/** The expressions that the parts of one lookup's query are made of. The facts are {@code f}. Immutable. */
final class Terms {
    /** The facts, where more than one part of the query reads them. */
    static final String FACTS = "_facts";
    /** The facts with the versions that they met, where those are set aside. */
    static final String JOINED = "_joined";

    final Lookup lookup;
    final JoinDialect dialect;
    final String facts;
    final List<String> factColumns;
    private final int number;

    /**
     * Makes them.
     *
     * @param facts the query of facts
     * @param factColumns the columns of facts; empty where they are not known, or another lookup sorts the facts already
     */
    Terms(Lookup lookup, JoinDialect dialect, String facts, List<String> factColumns, int number) {
        this.factColumns = factColumns;
        this.lookup = lookup;
        this.dialect = dialect;
        this.facts = facts;
        this.number = number;
    }

    /** Returns a name for a table of this lookup, other than those of other lookups. */
    String name(String letter) {
        return letter + number;
    }

    /** Returns {@code alias."column"}. */
    String of(String alias, String column) {
        return alias + "." + dialect.quote(column);
    }

    /** Returns what facts are looked up in, to stand behind FROM or JOIN. */
    String table() {
        return setsVersionsAside() ? name("_met") : all();
    }

    /** Returns whether the versions of the facts' keys are set aside. */
    boolean setsVersionsAside() {
        return dialect.setsVersionsAside(lookup.sizes);
    }

    /** Returns the versions of the facts' keys as what stands behind WITH. */
    String versionsAside() {
        return table() + " AS MATERIALIZED (SELECT x.* FROM " + all() + " AS x WHERE EXISTS (SELECT 1 FROM " + FACTS
                + " AS f WHERE " + sameKey("x") + "))";
    }

    private String all() {
        return lookup.versions.members ? new Members(this).union() : versionTable();
    }

    String versionTable() {
        return dialect.qualified(lookup.versions.schema, lookup.versions.name);
    }

    /** Returns the fact's key column {@code i}. */
    String factKey(int i) {
        return of("f", lookup.factKey.get(i));
    }

    int keys() {
        return lookup.factKey.size();
    }

    String nullKey() {
        return joined(" OR ", i -> factKey(i) + " IS NULL");
    }

    /** Returns the instant of the fact; null where it has none. */
    String time() {
        return isReckoned() ? "f." + reckoned() : instant();
    }

    /** Returns whether the facts come with their instant in a column of the query's own. */
    boolean isReckoned() {
        return lookup.anchor != null && dialect.seeksByColumns();
    }

    /** Returns that column. */
    String reckoned() {
        return name("_t");
    }

    /** Returns the instant of the fact as an expression of its own columns. */
    String instant() {
        String column = of("f", lookup.time);
        return lookup.anchor == null ? column : new Days(dialect, lookup.anchor).instant(column);
    }

    boolean asksEarlierBeliefs() {
        return lookup.knownAt != null;
    }

    /** Returns as of which system time the fact asks; never null, and in the last belief where it says nothing. */
    String knownAt() {
        return "coalesce(" + of("f", lookup.knownAt) + ", " + dialect.instant(JoinDialect.LAST) + ")";
    }

    /** Returns {@code f."a" = alias."x" AND …}. */
    String sameKey(String alias) {
        return joined(" AND ", i -> factKey(i) + " = " + of(alias, lookup.versionKey.get(i)));
    }

    /**
     * Returns the same for those facts only for which {@code condition} holds. The key of the others is null, which a hash
     * join need not look up.
     */
    String sameKey(String alias, String condition) {
        return joined(
                " AND ",
                i -> (i == 0 ? "CASE WHEN " + condition + " THEN " + factKey(i) + " END" : factKey(i)) + " = "
                        + of(alias, lookup.versionKey.get(i)));
    }

    String from(String alias) {
        return of(alias, lookup.versions.validFrom);
    }

    /** Returns the end, comparable also where it is open. */
    String to(String alias) {
        return end(of(alias, lookup.versions.validTo));
    }

    private String end(String column) {
        return lookup.versions.openEnd == OpenEnd.NULL
                ? "coalesce(" + column + ", " + dialect.instant(JoinDialect.OPEN) + ")"
                : column;
    }

    /**
     * Returns what must hold for a version to count at all, each with AND before it: it marks no absence, and is part of the
     * belief.
     *
     * @param knownAt as of which system time; not used where all facts ask the latest
     */
    String counts(String alias, String knownAt) {
        Versions versions = lookup.versions;
        StringBuilder sql = new StringBuilder();
        if (versions.systemTo != null) {
            String until = end(of(alias, versions.systemTo));
            sql.append(
                    asksEarlierBeliefs()
                            ? " AND " + of(alias, versions.systemFrom) + " <= " + knownAt + " AND " + knownAt + " < "
                                    + until
                            : " AND " + until + " >= " + dialect.instant(JoinDialect.OPEN));
        }
        if (versions.deleted != null) {
            sql.append(" AND NOT ").append(of(alias, versions.deleted));
        }
        return sql.toString();
    }

    String counts(String alias) {
        return counts(alias, asksEarlierBeliefs() ? knownAt() : "");
    }

    /** Returns the versions that count, where all facts ask the latest belief; to stand behind FROM or JOIN. */
    String counting() {
        String conditions = counts("x");
        return conditions.isEmpty()
                ? table()
                : "(SELECT x.* FROM " + table() + " AS x WHERE" + conditions.substring(" AND".length()) + ")";
    }

    /** Returns the columns of a version that are wanted: the surrogate key first if there is one. */
    List<String> wanted() {
        List<String> names = new ArrayList<>();
        if (lookup.versions.surrogate != null) {
            names.add(lookup.versions.surrogate);
        }
        names.addAll(lookup.columns);
        return names;
    }

    /** Returns what a wanted column is called in the result, quoted. */
    String result(int wanted) {
        boolean surrogate = wanted == 0 && lookup.versions.surrogate != null;
        return result(surrogate ? "sk" : wanted().get(wanted));
    }

    String result(String suffix) {
        return dialect.quote(lookup.alias + "_" + suffix);
    }

    /** Returns whether the start is near enough to the fact's time; empty where any distance is. */
    String near(String earlier, String later) {
        return lookup.rule.hasTolerance()
                ? dialect.micros(earlier, later) + " <= " + dialect.span(lookup.rule.toleranceMicros())
                : "";
    }

    String joined(String between, java.util.function.IntFunction<String> term) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < keys(); i++) {
            terms.add(term.apply(i));
        }
        return String.join(between, terms);
    }
}
