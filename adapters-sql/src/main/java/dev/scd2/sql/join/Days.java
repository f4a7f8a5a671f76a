package dev.scd2.sql.join;

import dev.scd2.fact.DateAnchor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The instant of a date, in SQL. Where a midnight comes twice or falls into a skipped hour databases do not agree on what it
 * is, so the days from 1900 to 2099 that begin so are listed; few zones have one. Immutable.
 */
final class Days {
    private static final int FIRST_YEAR = 1900;
    private static final int END_YEAR = 2100;

    private final JoinDialect dialect;
    private final DateAnchor anchor;

    Days(JoinDialect dialect, DateAnchor anchor) {
        this.dialect = dialect;
        this.anchor = anchor;
    }

    String instant(String date) {
        return anchor.edge() == DateAnchor.Edge.START ? start(date) : dialect.minus(start(dialect.nextDay(date)), 1);
    }

    private String start(String date) {
        ZoneId zone = anchor.zone();
        if (zone.getRules().isFixedOffset()) {
            long seconds = zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds();
            String midnight = dialect.startOfDay(date, "UTC");
            return seconds == 0
                    ? midnight
                    : dialect.minus(midnight, Duration.ofSeconds(seconds).toNanos() / 1_000);
        }
        StringBuilder sql = new StringBuilder();
        for (LocalDate day : oddDays(zone)) {
            sql.append(" WHEN DATE '").append(day).append("' THEN ");
            sql.append(dialect.instant(day.atStartOfDay(zone).toInstant()));
        }
        String regular = dialect.startOfDay(date, zone.getId());
        return sql.length() == 0 ? regular : "CASE " + date + sql + " ELSE " + regular + " END";
    }

    /** Returns the days whose midnight is not one instant, but for those that begin where an hour is skipped. */
    static List<LocalDate> oddDays(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffsetTransition> transitions = new ArrayList<>(rules.getTransitions());
        int last = transitions.isEmpty()
                ? FIRST_YEAR
                : transitions.get(transitions.size() - 1).getDateTimeBefore().getYear();
        for (int year = last + 1; year < END_YEAR; year++) {
            for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
                transitions.add(rule.createTransition(year));
            }
        }
        List<LocalDate> days = new ArrayList<>();
        for (ZoneOffsetTransition transition : transitions) {
            LocalDate day =
                    (transition.isGap() ? transition.getDateTimeAfter() : transition.getDateTimeBefore()).toLocalDate();
            boolean asked = day.getYear() >= FIRST_YEAR && day.getYear() < END_YEAR;
            boolean skippedHere =
                    transition.isGap() && transition.getDateTimeBefore().equals(day.atStartOfDay());
            if (asked && !skippedHere && rules.getTransition(day.atStartOfDay()) != null) {
                days.add(day);
            }
        }
        return days;
    }
}
