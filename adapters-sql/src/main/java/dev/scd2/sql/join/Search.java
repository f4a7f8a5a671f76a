package dev.scd2.sql.join;

import dev.scd2.fact.Direction;
import dev.scd2.fact.Outcome;
import java.util.List;

/** How the versions of one lookup are found, and how a miss is named. Immutable. */
abstract class Search {
    final Terms terms;

    Search(Terms terms) {
        this.terms = terms;
    }

    /**
     * Chooses the cheapest search that gives the lookup's answer.
     *
     * @param namesMisses whether {@link #joinsThatNameMisses} are wanted
     */
    static Search of(Terms terms, boolean namesMisses) {
        Lookup lookup = terms.lookup;
        if (!lookup.isByNaturalKey()) {
            return new Ranked(terms);
        }
        boolean seeks = terms.dialect.seeks(terms.asksEarlierBeliefs());
        boolean prefersToSeek = seeks && terms.dialect.prefersToSeek(lookup.sizes);
        if (lookup.rule.isPlain() && !prefersToSeek && terms.dialect.joinsPeriods(terms.asksEarlierBeliefs())) {
            return new InForce(terms, namesMisses);
        }
        if (!seeks) {
            return new Ranked(terms);
        }
        if (SortTogether.serves(terms) && terms.dialect.sortsTogether(lookup.sizes)) {
            return new SortTogether(terms);
        }
        return lookup.rule.direction() == Direction.BACKWARD ? new SeekBack(terms) : new SeekStart(terms);
    }

    /** Returns what stands behind FROM in place of the query of facts, and calls them {@code f} too; empty for that query. */
    String facts() {
        return "";
    }

    /** Returns by which columns facts are best sorted beforehand; empty where it does not matter. */
    String order() {
        return "";
    }

    /**
     * Returns the column in which the version is kept with the facts, which are set aside as {@link Terms#JOINED}; empty
     * where they are not.
     */
    String keptAs() {
        return "";
    }

    /** Returns the value of that column. */
    String keptValue() {
        return "";
    }

    /** Returns the joins that find the version; a fact goes through each of them once. */
    abstract String joins();

    /** Returns the joins that only misses need. */
    abstract String joinsThatNameMisses();

    /** Returns whether a version was found; false or null where not. */
    abstract String hit();

    /** Returns a column of the version where one was found. */
    abstract String found(String column);

    /** Returns whether {@link #found} is null where no version was. */
    abstract boolean isNullWhereMissed();

    /** Returns the WHEN … THEN … of misses, in order, of facts with key and time; what is left is {@link #lastMiss}. */
    abstract List<String> misses();

    /** Returns the outcome where none of {@link #misses} holds. */
    String lastMiss() {
        return "'" + Outcome.UNKNOWN_KEY + "'";
    }

    static String when(String condition, Outcome outcome) {
        return "\n    WHEN " + condition + " THEN '" + outcome + "'";
    }

    /** Returns the result columns of this lookup, each with a comma before it. */
    final String columns() {
        StringBuilder outcome = new StringBuilder(",\n  CASE").append(met(hit()));
        outcome.append(when(terms.nullKey(), Outcome.NULL_KEY));
        outcome.append(when(terms.of("f", terms.lookup.time) + " IS NULL", Outcome.NULL_TIME));
        misses().forEach(outcome::append);
        outcome.append("\n    ELSE ").append(lastMiss()).append(" END");
        return columns(outcome.toString(), isNullWhereMissed());
    }

    /** Returns the same columns for facts that met a version. */
    final String columnsWhereMet() {
        boolean both = terms.lookup.versions.inferred != null;
        return columns(",\n  " + (both ? "CASE" + met("TRUE") + " END" : "'" + Outcome.MATCHED + "'"), true);
    }

    private String met(String hit) {
        String inferred = terms.lookup.versions.inferred;
        return (inferred == null ? "" : when("(" + hit + ") AND " + found(inferred), Outcome.INFERRED))
                + when(hit, Outcome.MATCHED);
    }

    private String columns(String outcome, boolean plain) {
        List<String> wanted = terms.wanted();
        boolean surrogate = terms.lookup.versions.surrogate != null;
        StringBuilder sql = new StringBuilder();
        if (!surrogate) {
            sql.append(outcome).append(" AS ").append(terms.result("outcome"));
        }
        for (int i = 0; i < wanted.size(); i++) {
            String value = found(wanted.get(i));
            sql.append(",\n  ").append(plain ? value : "CASE WHEN " + hit() + " THEN " + value + " END");
            sql.append(" AS ").append(terms.result(i));
            if (i == 0 && surrogate) {
                sql.append(outcome).append(" AS ").append(terms.result("outcome"));
            }
        }
        return sql.toString();
    }
}
