package dev.scd2.engine.algebra;

import dev.scd2.timeline.Instants;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** A period of the calendar that time can be split by. Each begins with the first instant of its first day in a zone. */
public enum CalendarUnit {
    /** A day. */
    DAY,
    /** A week of ISO 8601, from Monday on. */
    WEEK,
    /** A month. */
    MONTH,
    /** Three months, from January, April, July or October on. */
    QUARTER,
    /** A year. */
    YEAR;

    /** Returns the first day of the unit that {@code day} is in. */
    public LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    /** Returns the first day of the unit that an instant is in, by the calendar of {@code zone}. */
    public LocalDate firstDay(long micros, ZoneId zone) {
        return firstDay(Instants.ofMicros(micros).atZone(zone).toLocalDate());
    }

    /** Returns the first day of the next unit. */
    public LocalDate next(LocalDate firstDay) {
        return switch (this) {
            case DAY -> firstDay.plusDays(1);
            case WEEK -> firstDay.plusWeeks(1);
            case MONTH -> firstDay.plusMonths(1);
            case QUARTER -> firstDay.plusMonths(3);
            case YEAR -> firstDay.plusYears(1);
        };
    }
}
