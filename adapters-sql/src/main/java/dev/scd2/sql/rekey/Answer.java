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
    /** Returns the outcome of facts whose key and time are known. */
    private static String outcome(String surrogate, String first, String instant) {
        return "CASE WHEN " + surrogate + " IS NOT NULL THEN '" + Outcome.MATCHED + "' WHEN " + first
                + " IS NULL THEN '" + Outcome.UNKNOWN_KEY + "' WHEN " + instant + " < " + first + " THEN '"
                + Outcome.BEFORE_FIRST + "' ELSE '" + Outcome.GAP + "' END";
    }

    /**
     * Returns this answer with what the key declares for facts without a version.
     *
     * @param first the first start of the natural key, or null
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
                + first + ", " + VersionTable.OPEN + "))";
        return new Answer(
                from + " LEFT JOIN " + members + " AS i ON " + f.sameKey("i", f.versions.key),
                window,
                "CASE WHEN " + stands + " THEN i._surrogate ELSE " + surrogate + " END",
                hash,
                "CASE WHEN " + stands + " THEN '" + Outcome.INFERRED + "' ELSE " + outcome + " END");
    }

    /** Returns the answer for facts found in windows: {@code h}, of which {@code a} is in force and {@code k} knows the first start. */
    static Answer inWindows(FactSql f, Dialect dialect, String from) {
        return new Answer(from, "h._n", "a._sk", "a._hash", outcome("a._sk", "k._first", "h._at"))
                .orElse(f, dialect, "k._first", "h._at");
    }

    /** Returns the answer for every fact: the join as if no fact were keyed yet. */
    static Answer ofAll(FactSql f, Dialect dialect) {
        VersionTable v = f.versions;
        String time = f.instant();
        String known = f.knownAt();
        String versions = f.table + " AS f LEFT JOIN " + v.table + " AS v ON " + f.sameKey("v", v.key) + " AND "
                + v.from("v") + " <= " + time + " AND " + time + " < " + v.to("v") + " AND " + v.answers("v", known);
        String firsts = "SELECT min(" + v.from("b") + ") AS _first FROM " + v.table + " AS b WHERE ";
        String first = "k._first";
        String from = versions;
        if (known == null) {
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
                        v.surrogate("v"),
                        v.hash("v"),
                        unasked + outcome(v.surrogate("v"), first, time) + " END")
                .orElse(f, dialect, first, time);
    }
}
