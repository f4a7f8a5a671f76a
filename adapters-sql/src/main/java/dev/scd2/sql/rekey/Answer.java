package dev.scd2.sql.rekey;

import dev.scd2.fact.MissingVersion;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.Dialect;

/**
 * What facts {@code f} should hold, as SQL. Immutable.
 *
 * @param from the tables, those of the facts among them
 * @param window the number of the window that a fact is in, or a null
 * @param surrogate the surrogate of the version in force, or null
 * @param hash its attribute hash, or null
 * @param outcome how the lookup ends
 */
record Answer(String from, String window, String surrogate, String hash, String outcome) {
    /**
     * Returns the outcome of facts whose key and time are known.
     *
     * @param alias of what is in force
     * @param surrogate in it
     */
    private static String outcome(FactSql f, String alias, String surrogate, String first, String instant) {
        String ambiguous =
                f.key.isByNaturalKey() ? "" : " WHEN " + alias + "._ambiguous THEN '" + Outcome.AMBIGUOUS + "'";
        return "CASE WHEN " + surrogate + " IS NOT NULL THEN '" + Outcome.MATCHED + "'" + ambiguous + " WHEN " + first
                + " IS NULL THEN '" + Outcome.UNKNOWN_KEY + "' WHEN " + instant + " < " + first + " THEN '"
                + Outcome.BEFORE_FIRST + "' ELSE '" + Outcome.GAP + "' END";
    }

    /**
     * Returns this answer with what the key declares for facts without a version.
     *
     * @param first the first start of what is looked up, or null
     * @param instant the time of a fact
     */
    private Answer orElse(FactSql f, Dialect dialect, String first, String instant) {
        if (f.key.missing instanceof MissingVersion.UnknownRow unknown) {
            return new Answer(from, window, "coalesce(" + surrogate + ", " + unknown.surrogate() + ")", hash, outcome);
        }
        if (!(f.key.missing instanceof MissingVersion.Inferred)) {
            return this;
        }
        String members = InferredMembers.table(dialect, f.key.dimension, f.key.options);
        String stands = "(" + surrogate + " IS NULL AND i._surrogate IS NOT NULL AND " + instant + " < coalesce("
                + first + ", " + f.versions.open + "))";
        return new Answer(
                from + " LEFT JOIN " + members + " AS i ON " + f.sameKey("i", f.versions.key),
                window,
                "CASE WHEN " + stands + " THEN i._surrogate ELSE " + surrogate + " END",
                hash,
                "CASE WHEN " + stands + " THEN '" + Outcome.INFERRED + "' ELSE " + outcome + " END");
    }

    /** Returns the answer for facts found in windows: {@code h}, of which {@code a} is in force and {@code k} knows the first start. */
    static Answer inWindows(FactSql f, Dialect dialect, String from) {
        return new Answer(from, "h._n", "a._sk", "a._hash", outcome(f, "a", "a._sk", "k._first", "h._at"))
                .orElse(f, dialect, "k._first", "h._at");
    }

    /** Returns the answer for every fact: the join as if no fact were keyed yet. */
    static Answer ofAll(FactSql f, Dialect dialect) {
        VersionTable v = f.versions;
        String time = f.instant();
        String known = f.knownAt();
        boolean natural = f.key.isByNaturalKey();
        String surrogate = natural ? v.surrogate("v") : "v._sk";
        String hash = natural ? v.hash("v") : "v._hash";
        String firsts = "SELECT min(" + v.from("b") + ") AS _first FROM " + v.table + " AS b WHERE ";
        String first = "k._first";
        String from = f.table + " AS f LEFT JOIN "
                + (natural ? v.table + " AS v ON " + inForce(f) : ranked(f) + " AS v ON v._row = " + f.row());
        if (known != null && f.isCopy()) {
            from += " LEFT JOIN (" + firstsAsKnown(f) + ") AS k ON " + f.sameKey("k", v.key) + " AND " + known
                    + " = k._known";
        } else if (known == null) {
            String key = f.list("b", v.key);
            from += " LEFT JOIN (" + firsts.replace("SELECT ", "SELECT " + key + ", ") + v.answers("b", null)
                    + " GROUP BY " + key + ") AS k ON " + f.sameKey("k", v.key);
        } else {
            first = "(" + firsts + f.sameKey("b", v.key) + " AND " + v.answers("b", known) + ")";
        }
        String unasked = "CASE WHEN " + f.nullKey() + " THEN '" + Outcome.NULL_KEY + "' WHEN " + time + " IS NULL"
                + (known == null ? "" : " OR " + known + " IS NULL") + " THEN '" + Outcome.NULL_TIME + "' ELSE ";
        return new Answer(
                        from,
                        "CAST(NULL AS BIGINT)",
                        surrogate,
                        hash,
                        unasked + outcome(f, "v", surrogate, first, time) + " END")
                .orElse(f, dialect, first, time);
    }

    /** Returns the first start of each key as it was known whenever facts ask: some databases run no subquery for each fact. */
    private static String firstsAsKnown(FactSql f) {
        VersionTable v = f.versions;
        String asked = "SELECT DISTINCT " + f.list("f", f.key.columns) + ", " + f.knownAt() + " AS _known FROM "
                + f.table + " AS f";
        String key = f.list("b", v.key);
        return "SELECT " + key + ", q._known, min(" + v.from("b") + ") AS _first FROM (" + asked + ") AS q JOIN "
                + v.table + " AS b ON " + f.equal("q", f.key.columns, "b", v.key) + " AND " + v.answers("b", "q._known")
                + " GROUP BY " + key + ", q._known";
    }

    /** Returns whether version {@code v} is in force for fact {@code f}. */
    private static String inForce(FactSql f) {
        VersionTable v = f.versions;
        return f.sameKey("v", v.key) + " AND " + v.from("v") + " <= " + f.instant() + " AND " + f.instant() + " < "
                + v.to("v") + " AND " + v.answers("v", f.knownAt());
    }

    private static String ranked(FactSql f) {
        VersionTable v = f.versions;
        return Ranking.of(
                "SELECT " + f.row() + " AS _row, " + v.surrogate("v") + " AS _sk, " + v.hash("v") + " AS _hash"
                        + v.orderColumns("v") + " FROM " + f.table + " AS f JOIN " + v.table + " AS v ON " + inForce(f),
                f.key.lookupOrder.size());
    }
}
