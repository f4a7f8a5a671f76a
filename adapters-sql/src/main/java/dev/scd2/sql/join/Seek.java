package dev.scd2.sql.join;

import dev.scd2.fact.Outcome;

/**
 * Finds the one start next to a fact's time: by the database's own as-of join, which sorts both sides once, or by one look
 * into the index for each fact. The number of versions of a key does not matter. For lookups by the natural key. Immutable.
 */
abstract class Seek extends Search {
    private final String key;

    Seek(Terms terms) {
        super(terms);
        key = terms.name("k");
    }

    /** Returns the join of the last start before the fact, or at it too; {@code alias} is all null where there is none. */
    final String last(String alias, boolean atToo) {
        return terms.dialect.seek(terms, alias, atToo ? ">=" : ">");
    }

    /** Returns the join of the first start after the fact, or at it too. */
    final String first(String alias, boolean atToo) {
        return terms.dialect.seek(terms, alias, atToo ? "<=" : "<");
    }

    /** Returns the join that tells whether a key is known; {@code unsure} says for which facts that is asked. */
    final String knownKeys(String unsure) {
        if (terms.dialect.hasLazySubqueries()) {
            return "";
        }
        return "\nLEFT JOIN (SELECT DISTINCT " + terms.joined(", ", i -> terms.of("x", terms.lookup.versionKey.get(i)))
                + " FROM " + terms.counting() + " AS x) AS " + key + "\n  ON " + terms.sameKey(key, unsure);
    }

    /**
     * Returns WHEN the key is known THEN {@code outcome}.
     *
     * @param sign how the fact's time compares with starts that were not sought; said to the planner too, so that it takes
     *     the index on key and start and no other one on the key
     */
    final String whenKnown(String sign, Outcome outcome) {
        return when(
                terms.dialect.hasLazySubqueries()
                        ? "EXISTS (SELECT 1 FROM " + terms.table() + " AS x WHERE " + terms.sameKey("x") + " AND "
                                + terms.time() + " " + sign + " " + terms.from("x") + terms.counts("x") + ")"
                        : terms.of(key, terms.lookup.versionKey.get(0)) + " IS NOT NULL",
                outcome);
    }

    @Override
    String order() {
        return terms.dialect.seeksOneByOne()
                ? terms.joined(", ", terms::factKey) + ", " + terms.of("f", terms.lookup.time)
                : "";
    }

    static String and(String condition, String more) {
        return more.isEmpty() ? condition : condition + " AND " + more;
    }

    @Override
    final boolean isNullWhereMissed() {
        return false;
    }
}
