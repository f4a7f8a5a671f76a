package dev.scd2.fact;

import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which instant a calendar date is: the first or the last microsecond of that day in a named zone.
 *
 * <p>A claim has a date of service and a member moves at 14:00 on that day. Which of the two addresses counts is not for
 * the join to guess. Immutable.
 *
 * @param edge which end of the day
 * @param zone where the day lies; there is no default
 */
public record DateAnchor(Edge edge, ZoneId zone) {
    /** An end of a day. */
    public enum Edge {
        /** The first instant of the day. */
        START,
        /** The last microsecond of the day. */
        END
    }

    /** Returns the anchor that makes a date the first instant of its day. */
    public static DateAnchor startOfDay(ZoneId zone) {
        return new DateAnchor(Edge.START, zone);
    }

    /** Returns the anchor that makes a date the last microsecond of its day. */
    public static DateAnchor endOfDay(ZoneId zone) {
        return new DateAnchor(Edge.END, zone);
    }

    /**
     * Returns the instant of {@code date}, epoch microseconds UTC. A day that a clock change makes shorter or longer ends
     * where the next one begins.
     *
     * @throws java.time.DateTimeException if a history cannot hold it
     */
    public long toMicros(LocalDate date) {
        Instant anchored = edge == Edge.START
                ? date.atStartOfDay(zone).toInstant()
                : date.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1_000);
        return Instants.toMicros(anchored);
    }
}
