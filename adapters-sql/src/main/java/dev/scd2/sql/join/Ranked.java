package dev.scd2.sql.join;

import dev.scd2.fact.Direction;
import dev.scd2.fact.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The search that answers every question: each different key, time and known-at among the facts once meets all versions
 * that have the key, a window ranks them, and the first of them says how the lookup ended. It costs a sort of as many rows
 * as there are versions of the keys asked for. Immutable.
 */
final class Ranked extends Search {
    private static final String VERSION = "x";

    private final String row;

    Ranked(Terms terms) {
        super(terms);
        row = terms.name("r");
    }

    @Override
    String joins() {
        return "\nLEFT JOIN (SELECT z.* FROM (SELECT y.*,"
                + "\n    count(*) OVER (PARTITION BY " + list(asked(), tied()) + ") AS ties,"
                + "\n    row_number() OVER (PARTITION BY " + list(asked(), List.of()) + " ORDER BY " + ranking()
                + ") AS place,"
                + "\n    min(y.starts) OVER (PARTITION BY " + list(asked(), List.of()) + ") AS first_start,"
                + "\n    max(y.in_force) OVER (PARTITION BY " + list(asked(), List.of()) + ") AS any_in_force"
                + "\n  FROM (" + met() + ") AS y) AS z WHERE z.place = 1) AS " + row + "\n  ON "
                + terms.joined(" AND ", i -> row + ".k" + i + " = " + terms.factKey(i)) + " AND " + row + ".t = "
                + terms.time() + (terms.asksEarlierBeliefs() ? " AND " + row + ".s = " + terms.knownAt() : "");
    }

    /** Returns every question with every version of its key that counts. */
    private String met() {
        StringBuilder sql = new StringBuilder("SELECT q.*, " + terms.from(VERSION) + " AS starts");
        sql.append(",\n      CASE WHEN ").append(hits()).append(" THEN 1 ELSE 0 END AS hit");
        sql.append(",\n      CASE WHEN ").append(covers("q.t", "<=", "<")).append(" THEN 1 ELSE 0 END AS in_force");
        if (isNearest()) {
            sql.append(",\n      CASE WHEN ").append(terms.from(VERSION)).append(" <= q.t THEN ");
            sql.append(terms.dialect.micros(terms.from(VERSION), "q.t")).append(" ELSE ");
            sql.append(terms.dialect.micros("q.t", terms.from(VERSION))).append(" END AS distance");
        }
        List<String> kept = kept();
        for (int i = 0; i < kept.size(); i++) {
            sql.append(", ")
                    .append(terms.of(VERSION, kept.get(i)))
                    .append(" AS c")
                    .append(i);
        }
        return sql.append("\n    FROM (")
                .append(questions())
                .append(") AS q JOIN ")
                .append(terms.table())
                .append(" AS x ON ")
                .append(terms.joined(
                        " AND ", i -> "q.k" + i + " = " + terms.of(VERSION, terms.lookup.versionKey.get(i))))
                .append(terms.counts(VERSION, "q.s"))
                .toString();
    }

    private String questions() {
        String nulls = terms.nullKey() + " OR " + terms.of("f", terms.lookup.time) + " IS NULL";
        return "SELECT DISTINCT " + terms.joined(", ", i -> terms.factKey(i) + " AS k" + i) + ", " + terms.instant()
                + " AS t" + (terms.asksEarlierBeliefs() ? ", " + terms.knownAt() + " AS s" : "") + " FROM ("
                + terms.facts + ") AS f WHERE NOT (" + nulls + ")";
    }

    private String hits() {
        String from = terms.from(VERSION);
        boolean strict = terms.lookup.rule.strict();
        return switch (terms.lookup.rule.direction()) {
            case BACKWARD ->
                Seek.and(strict ? covers("q.t", "<", "<=") : covers("q.t", "<=", "<"), terms.near(from, "q.t"));
            case FORWARD -> Seek.and(from + (strict ? " > " : " >= ") + "q.t", terms.near("q.t", from));
            case NEAREST -> {
                String back = Seek.and(from + (strict ? " < " : " <= ") + "q.t", terms.near(from, "q.t"));
                yield "(" + back + ") OR (" + Seek.and(from + " > q.t", terms.near("q.t", from)) + ")";
            }
        };
    }

    private String covers(String time, String afterStart, String beforeEnd) {
        return terms.from(VERSION) + " " + afterStart + " " + time + " AND " + time + " " + beforeEnd + " "
                + terms.to(VERSION);
    }

    private boolean isNearest() {
        return terms.lookup.rule.direction() == Direction.NEAREST;
    }

    /** Returns the columns of versions that are needed further up, as they are called in the table. */
    private List<String> kept() {
        List<String> names = new ArrayList<>(terms.wanted());
        if (terms.lookup.versions.inferred != null) {
            names.add(terms.lookup.versions.inferred);
        }
        names.addAll(terms.lookup.order);
        return names;
    }

    private String kept(String column) {
        return "c" + kept().indexOf(column);
    }

    private List<String> asked() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < terms.keys(); i++) {
            names.add("k" + i);
        }
        names.add("t");
        if (terms.asksEarlierBeliefs()) {
            names.add("s");
        }
        return names;
    }

    /** Returns in what versions must be equal so that nothing decides between them. */
    private List<String> tied() {
        List<String> names = new ArrayList<>(List.of("hit"));
        if (terms.lookup.rule.direction() != Direction.BACKWARD) {
            names.add("starts");
        }
        terms.lookup.order.forEach(column -> names.add(kept(column)));
        return names;
    }

    private String ranking() {
        List<String> order = new ArrayList<>(List.of("y.hit DESC"));
        if (isNearest()) {
            order.add("y.distance");
        }
        if (terms.lookup.rule.direction() != Direction.BACKWARD) {
            order.add("y.starts");
        }
        for (String column : terms.lookup.order) {
            String value = "y." + kept(column);
            boolean text = terms.lookup.versions.isText(column);
            order.add((text ? terms.dialect.byCodePoint(value) : value) + " DESC NULLS LAST");
        }
        return String.join(", ", order);
    }

    private static String list(List<String> first, List<String> second) {
        List<String> names = new ArrayList<>();
        first.forEach(name -> names.add("y." + name));
        second.forEach(name -> names.add("y." + name));
        return String.join(", ", names);
    }

    @Override
    String joinsThatNameMisses() {
        return "";
    }

    @Override
    String hit() {
        return row + ".hit = 1 AND " + row + ".ties = 1";
    }

    @Override
    String found(String column) {
        return row + "." + kept(column);
    }

    @Override
    boolean isNullWhereMissed() {
        return false;
    }

    @Override
    List<String> misses() {
        List<String> misses = new ArrayList<>();
        misses.add(when(row + ".hit = 1", Outcome.AMBIGUOUS));
        if (terms.lookup.rule.direction() != Direction.BACKWARD) {
            misses.add(when(row + ".hit = 0", Outcome.OUT_OF_REACH));
            return misses;
        }
        if (!terms.lookup.rule.isPlain()) {
            misses.add(when(row + ".any_in_force = 1", Outcome.OUT_OF_REACH));
        }
        misses.add(when(terms.time() + " >= " + row + ".first_start", Outcome.GAP));
        misses.add(when(row + ".hit = 0", Outcome.BEFORE_FIRST));
        return misses;
    }
}
