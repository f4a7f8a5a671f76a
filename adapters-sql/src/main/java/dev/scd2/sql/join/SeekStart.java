package dev.scd2.sql.join;

import dev.scd2.fact.Direction;
import dev.scd2.fact.Outcome;
import java.util.List;

/** The start that is the first after the fact, or the closest on either side; ends are not looked at. Immutable. */
final class SeekStart extends Seek {
    private final String after;
    private final String before;
    private final boolean nearest;

    SeekStart(Terms terms) {
        super(terms);
        nearest = terms.lookup.rule.direction() == Direction.NEAREST;
        after = terms.name("v");
        before = terms.name("b");
    }

    @Override
    String joins() {
        boolean atToo = !terms.lookup.rule.strict();
        return (nearest ? last(before, atToo) : "") + first(after, atToo && !nearest);
    }

    @Override
    String joinsThatNameMisses() {
        return knownKeys(nothing());
    }

    private String nothing() {
        String none = terms.from(after) + " IS NULL";
        return nearest ? none + " AND " + terms.from(before) + " IS NULL" : none;
    }

    @Override
    String hit() {
        if (!nearest) {
            return and(terms.from(after) + " IS NOT NULL", terms.near(terms.time(), terms.from(after)));
        }
        String back = and(terms.from(before) + " IS NOT NULL", terms.near(terms.from(before), terms.time()));
        String ahead = and(terms.from(after) + " IS NOT NULL", terms.near(terms.time(), terms.from(after)));
        return "(" + back + ") OR (" + ahead + ")";
    }

    @Override
    String found(String column) {
        return nearest
                ? "CASE WHEN " + isBefore() + " THEN " + terms.of(before, column) + " ELSE " + terms.of(after, column)
                        + " END"
                : terms.of(after, column);
    }

    /** Of two as close the earlier is taken. */
    private String isBefore() {
        return terms.from(after) + " IS NULL OR " + terms.dialect.micros(terms.from(before), terms.time()) + " <= "
                + terms.dialect.micros(terms.time(), terms.from(after));
    }

    @Override
    List<String> misses() {
        // where nothing is found the key's starts lie on the other side, or, of the nearest, at the fact
        String others = nearest ? "=" : terms.lookup.rule.strict() ? ">=" : ">";
        return List.of(when("NOT (" + nothing() + ")", Outcome.OUT_OF_REACH), whenKnown(others, Outcome.OUT_OF_REACH));
    }
}
