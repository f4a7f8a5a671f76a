package dev.scd2.sql.rekey;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Copies of facts with a number for each, for where rows have no identity of their own: what a fact should hold is found in the
 * copy, and written back to all facts that ask the same and hold the same. Confined to one thread.
 */
final class FactCopy {
    private final Workspace space;
    private final FactTable facts;
    private final FactSql f;

    FactCopy(Workspace space, FactTable facts, FactSql f) {
        this.space = space;
        this.facts = facts;
        this.f = f;
    }

    /** Copies what stands behind FROM, and calls the facts {@code f}. */
    Scratch of(String from) throws SQLException {
        Set<String> columns = new LinkedHashSet<>(facts.identity);
        columns.addAll(asked());
        columns.addAll(held());
        columns.addAll(facts.amounts);
        return space.numbered(
                "scd2_rekey_facts", columns.stream().map(space.dialect::quote).toList(), from);
    }

    /** Copies all facts. */
    Scratch ofAll() throws SQLException {
        return of(f.table + " AS f");
    }

    /** Returns the columns that say what a fact looks up. */
    private List<String> asked() {
        List<String> columns = new ArrayList<>(f.key.columns);
        columns.add(f.key.time);
        if (f.key.knownAt != null) {
            columns.add(f.key.knownAt);
        }
        return columns;
    }

    /** Returns the columns in which a fact holds an answer. */
    private List<String> held() {
        List<String> columns = new ArrayList<>(List.of(f.key.surrogate));
        f.key.outcome().ifPresent(columns::add);
        f.key.hash().ifPresent(columns::add);
        return columns;
    }

    /** Returns what a move keeps of its fact, so that the fact is found again: what it asks, in {@code _q0, _q1, …}. */
    List<String> kept() {
        return numbered(i -> f.column(asked().get(i)) + " AS _q" + i);
    }

    private List<String> numbered(IntFunction<String> term) {
        return IntStream.range(0, asked().size()).mapToObj(term).toList();
    }

    /**
     * Gives all facts that ask what moves ask, and hold what they held, what they should hold.
     *
     * @param moves the table of moves
     * @param before its columns with what facts held: surrogate, and outcome and hash if they are kept
     * @param after those with what they should hold, in the same order
     * @return how many facts were written
     */
    long write(String moves, List<String> before, List<String> after) throws SQLException {
        String whole = String.join(" AND ", numbered(i -> "q._q" + i + " IS NOT NULL"));
        long written = merge(
                "SELECT DISTINCT " + list(before, after) + " FROM " + moves + " AS q WHERE " + whole,
                String.join(" AND ", numbered(i -> f.column(asked().get(i)) + " = m._q" + i)),
                before,
                after);
        String partial = "WHERE NOT (" + whole + ")";
        if (space.number("SELECT count(*) FROM " + moves + " AS q " + partial) == 0) {
            return written;
        }
        String nulls = String.join(" OR ", numbered(i -> f.column(asked().get(i)) + " IS NULL"));
        return written
                + merge(
                        "SELECT DISTINCT " + list(before, after) + " FROM " + moves + " AS q " + partial,
                        "(" + nulls + ") AND "
                                + String.join(
                                        " AND ",
                                        numbered(i -> f.column(asked().get(i)) + " IS NOT DISTINCT FROM m._q" + i)),
                        before,
                        after);
    }

    private String list(List<String> before, List<String> after) {
        List<String> columns = new ArrayList<>(numbered(i -> "q._q" + i));
        before.forEach(column -> columns.add("q." + column));
        after.forEach(column -> columns.add("q." + column));
        return String.join(", ", columns);
    }

    private long merge(String source, String asksTheSame, List<String> before, List<String> after) throws SQLException {
        List<String> terms = new ArrayList<>(List.of(asksTheSame));
        List<String> sets = new ArrayList<>();
        List<String> held = held();
        for (int i = 0; i < held.size(); i++) {
            terms.add(f.column(held.get(i)) + " IS NOT DISTINCT FROM m." + before.get(i));
            sets.add(space.dialect.quote(held.get(i)) + " = m." + after.get(i));
        }
        return space.run("MERGE INTO " + facts.qualified(space.dialect) + " AS f\nUSING (" + source + ") AS m\nON "
                + String.join(" AND ", terms) + "\nWHEN MATCHED THEN UPDATE SET " + String.join(", ", sets));
    }
}
