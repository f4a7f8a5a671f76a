package dev.scd2.sql.rekey;

import dev.scd2.fact.Outcome;

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
    static String outcome(String surrogate, String first, String instant) {
        return "CASE WHEN " + surrogate + " IS NOT NULL THEN '" + Outcome.MATCHED + "' WHEN " + first
                + " IS NULL THEN '" + Outcome.UNKNOWN_KEY + "' WHEN " + instant + " < " + first + " THEN '"
                + Outcome.BEFORE_FIRST + "' ELSE '" + Outcome.GAP + "' END";
    }

    /** Returns the answer for every fact: the join as if no fact were keyed yet. */
    static Answer ofAll(FactSql f) {
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
                unasked + outcome(v.surrogate("v"), first, time) + " END");
    }
}
