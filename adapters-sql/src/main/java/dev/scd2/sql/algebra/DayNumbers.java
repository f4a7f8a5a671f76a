package dev.scd2.sql.algebra;

import dev.scd2.fact.DateAnchor;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts days inside a database as the zones of Java see them: the expression for the number of the first day whose anchor
 * is at a time or later.
 *
 * <p>Between two clock changes anchors are 24 hours apart, so the number is a division. Which stretch between clock changes
 * a time lies in is found by nested comparisons, as many as the logarithm of the changes; a zone without any needs none.
 * Changes before 1900 and after 2100 are not known to the expression. No time zone of the database has a say. Immutable.
 */
final class DayNumbers {
    private static final long DAY = 86_400_000_000L;
    /** So far back does the first stretch reach that every difference is positive. */
    private static final long BACK = 1_000_000;

    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2100, 12, 31);

    private final List<Stretch> stretches = new ArrayList<>();

    /** Days in a row with anchors 24 hours apart, from the epoch day {@code day} on, until the anchor {@code last}. */
    private record Stretch(long day, long anchor, long last) {}

    DayNumbers(DateAnchor anchor) {
        LocalDate last = isFixed(anchor.zone()) ? FIRST : LAST;
        long day = FIRST.toEpochDay() - BACK;
        long first = anchor.toMicros(FIRST) - BACK * DAY;
        long previous = anchor.toMicros(FIRST);
        for (LocalDate next = FIRST.plusDays(1); !next.isAfter(last); next = next.plusDays(1)) {
            long at = anchor.toMicros(next);
            if (at - previous != DAY) {
                stretches.add(new Stretch(day, first, previous));
                day = next.toEpochDay();
                first = at;
            }
            previous = at;
        }
        stretches.add(new Stretch(day, first, Long.MAX_VALUE));
    }

    private static boolean isFixed(ZoneId zone) {
        return zone.getRules().isFixedOffset();
    }

    /** Returns the expression for the epoch day of the first day with its anchor at {@code column}, epoch microseconds, or later. */
    String firstFrom(String column) {
        return firstFrom(column, 0, stretches.size());
    }

    private String firstFrom(String column, int from, int to) {
        if (to - from == 1) {
            Stretch stretch = stretches.get(from);
            String late = "greatest(" + column + " - " + (stretch.anchor - DAY + 1) + ", 0)";
            // a multiple of a day divided by a day is exact, whatever type the database divides in
            return "(" + stretch.day + " + CAST((" + late + " - " + late + " % " + DAY + ") / " + DAY + " AS BIGINT))";
        }
        int middle = (from + to) >>> 1;
        return "CASE WHEN " + column + " <= " + stretches.get(middle - 1).last + " THEN "
                + firstFrom(column, from, middle) + " ELSE " + firstFrom(column, middle, to) + " END";
    }
}
