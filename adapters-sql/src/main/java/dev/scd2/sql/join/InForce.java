package dev.scd2.sql.join;

import dev.scd2.fact.Outcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One hash join with the versions, on the key and the time between start and end. Nothing is sorted. Each fact is compared
 * with every version of its key, so it suits keys with few versions, or few facts. The first start of a key is looked up for
 * misses only. For plain backward by the natural key. Immutable.
 */
final class InForce extends Search {
    private final String version;
    private final String key;
    private final boolean setsFactsAside;

    InForce(Terms terms, boolean namesMisses) {
        super(terms);
        setsFactsAside = namesMisses && !terms.asksEarlierBeliefs() && terms.dialect.setsFactsAside(terms.lookup.sizes);
        version = terms.name(setsFactsAside ? "_v" : "v");
        key = terms.name("k");
    }

    @Override
    String keptAs() {
        return setsFactsAside ? version : "";
    }

    /** As a struct, whose fields are called like the columns of the version while it is joined. */
    @Override
    String keptValue() {
        Set<String> columns = new LinkedHashSet<>(List.of(terms.lookup.versions.validFrom));
        columns.addAll(terms.wanted());
        if (terms.lookup.versions.inferred != null) {
            columns.add(terms.lookup.versions.inferred);
        }
        return columns.stream()
                .map(column -> terms.dialect.quote(column) + " := " + terms.of(version, column))
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
    }

    @Override
    String joins() {
        String table = terms.dialect.scanned(terms.table(), terms.lookup.sizes);
        return "\nLEFT JOIN " + table + " AS " + version + " ON " + terms.sameKey(version) + "\n  AND "
                + terms.from(version) + " <= " + terms.time() + " AND " + terms.time() + " < " + terms.to(version)
                + terms.counts(version);
    }

    @Override
    String joinsThatNameMisses() {
        if (asksForEachMiss()) {
            return "";
        }
        String names = terms.joined(", ", i -> terms.of("x", terms.lookup.versionKey.get(i)));
        String conditions = terms.counts("x")
                + (setsFactsAside
                        ? " AND EXISTS (SELECT 1 FROM " + Terms.JOINED + " AS f WHERE " + terms.sameKey("x") + " AND "
                                + missed() + ")"
                        : "");
        return "\nLEFT JOIN (SELECT " + names + ", min(" + terms.from("x") + ") AS first_from FROM " + terms.table()
                + " AS x" + (conditions.isEmpty() ? "" : " WHERE" + conditions.substring(" AND".length()))
                + " GROUP BY " + names + ") AS " + key + "\n  ON " + terms.sameKey(key, missed());
    }

    /** Whether misses are named by subqueries, each answered from an index, rather than by one more join. */
    private boolean asksForEachMiss() {
        return terms.asksEarlierBeliefs() || terms.dialect.hasLazySubqueries();
    }

    private String missed() {
        return terms.from(version) + " IS NULL";
    }

    @Override
    String hit() {
        return terms.from(version) + " IS NOT NULL";
    }

    @Override
    String found(String column) {
        return terms.of(version, column);
    }

    @Override
    boolean isNullWhereMissed() {
        return true;
    }

    @Override
    List<String> misses() {
        if (terms.dialect.hasLazySubqueries()) {
            return List.of();
        }
        if (!asksForEachMiss()) {
            return List.of(
                    when(terms.time() + " >= " + key + ".first_from", Outcome.GAP),
                    when(key + ".first_from IS NOT NULL", Outcome.BEFORE_FIRST));
        }
        return List.of(
                when(exists(" AND " + terms.from("x") + " <= " + terms.time()), Outcome.GAP),
                when(exists(" AND " + terms.from("x") + " > " + terms.time()), Outcome.BEFORE_FIRST));
    }

    /** One look into the index says all. */
    @Override
    String lastMiss() {
        if (!terms.dialect.hasLazySubqueries()) {
            return super.lastMiss();
        }
        return "coalesce((SELECT CASE WHEN " + terms.time() + " >= " + terms.from("x") + " THEN '" + Outcome.GAP
                + "' ELSE '" + Outcome.BEFORE_FIRST + "' END\n      FROM " + terms.table() + " AS x WHERE "
                + terms.sameKey("x") + terms.counts("x") + " ORDER BY " + terms.from("x") + " LIMIT 1), "
                + super.lastMiss() + ")";
    }

    private String exists(String condition) {
        return "EXISTS (SELECT 1 FROM " + terms.table() + " AS x WHERE " + terms.sameKey("x") + condition
                + terms.counts("x") + ")";
    }
}
