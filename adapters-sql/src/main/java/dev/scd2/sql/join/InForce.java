package dev.scd2.sql.join;

import dev.scd2.fact.Outcome;
import java.util.List;

/**
 * One hash join with the versions, on the key and the time between start and end. Nothing is sorted. Each fact is compared
 * with every version of its key, so it suits keys with few versions, or few facts. The first start of a key is looked up for
 * misses only. For plain backward by the natural key. Immutable.
 */
final class InForce extends Search {
    private final String version;
    private final String key;

    InForce(Terms terms) {
        super(terms);
        version = terms.name("v");
        key = terms.name("k");
    }

    @Override
    String joins() {
        return "\nLEFT JOIN " + terms.table() + " AS " + version + " ON " + terms.sameKey(version) + "\n  AND "
                + terms.from(version) + " <= " + terms.time() + " AND " + terms.time() + " < " + terms.to(version)
                + terms.counts(version);
    }

    @Override
    String joinsThatNameMisses() {
        if (asksForEachMiss()) {
            return "";
        }
        if (terms.lookup.sizes != null && terms.dialect.asksForKeysOfMisses(terms.lookup.sizes)) {
            return "\nLEFT JOIN LATERAL (SELECT min(" + terms.from("x") + ") AS first_from FROM " + terms.table()
                    + " AS x\n  WHERE " + terms.sameKey("x", missed()) + terms.counts("x") + ") AS " + key + " ON TRUE";
        }
        String names = terms.joined(", ", i -> terms.of("x", terms.lookup.versionKey.get(i)));
        String conditions = terms.counts("x");
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
        if (!asksForEachMiss()) {
            return List.of(
                    when(terms.time() + " >= " + key + ".first_from", Outcome.GAP),
                    when(key + ".first_from IS NOT NULL", Outcome.BEFORE_FIRST));
        }
        return List.of(
                when(exists(" AND " + terms.from("x") + " <= " + terms.time()), Outcome.GAP),
                when(exists(" AND " + terms.from("x") + " > " + terms.time()), Outcome.BEFORE_FIRST));
    }

    private String exists(String condition) {
        return "EXISTS (SELECT 1 FROM " + terms.table() + " AS x WHERE " + terms.sameKey("x") + condition
                + terms.counts("x") + ")";
    }
}
