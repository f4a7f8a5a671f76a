package dev.scd2.sql.algebra;

import dev.scd2.engine.algebra.CalendarUnit;
import dev.scd2.engine.algebra.MemberMonth;
import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.Dialect;
import dev.scd2.timeline.Interval;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Periods of the calendar as rows, made here so that no time zone of the database has a say. Stateless. */
final class Calendar {
    private Calendar() {}

    /** Returns the units that meet {@code window}, as {@code c(_unit, _begin, _end)}: a date and two timestamps. */
    static String units(CalendarUnit unit, ZoneId zone, Interval window, Dialect dialect) {
        List<List<String>> rows = new ArrayList<>();
        LocalDate first = unit.firstDay(window.startMicros(), zone);
        while (micros(first, zone) < window.endMicros()) {
            LocalDate next = unit.next(first);
            rows.add(List.of(
                    date(first),
                    Text.timestamp(dialect, micros(first, zone)),
                    Text.timestamp(dialect, micros(next, zone))));
            first = next;
        }
        return dialect.constants("c", List.of("_unit", "_begin", "_end"), rows);
    }

    private static long micros(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toEpochSecond() * 1_000_000L;
    }

    /**
     * Returns the months, as {@code c(_month, _days, _begin, _middle, _end)}: a date, a number, and anchors in epoch
     * microseconds.
     */
    static String months(YearMonth first, YearMonth last, DateAnchor anchor, Dialect dialect) {
        List<List<String>> rows = new ArrayList<>();
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            rows.add(List.of(
                    date(month.atDay(1)),
                    "" + month.lengthOfMonth(),
                    "" + anchor.toMicros(month.atDay(1)),
                    "" + anchor.toMicros(month.atDay(MemberMonth.MID_DAY)),
                    "" + anchor.toMicros(month.plusMonths(1).atDay(1))));
        }
        return dialect.constants("c", List.of("_month", "_days", "_begin", "_middle", "_end"), rows);
    }

    private static String date(LocalDate day) {
        return "DATE '" + day + "'";
    }
}
