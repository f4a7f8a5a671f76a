package dev.scd2.sql.algebra;

import dev.scd2.sql.Dialect;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Literals. Stateless. */
final class Text {
    private Text() {}

    /** Returns the end of what is open. */
    static String open(Dialect dialect) {
        return dialect.literal(Instants.MAX);
    }

    /** Returns epoch microseconds as a timestamp with time zone; {@link #open} for an open end. */
    static String timestamp(Dialect dialect, long micros) {
        return micros == Interval.OPEN ? open(dialect) : dialect.literal(Instants.ofMicros(micros));
    }

    /**
     * Returns a zone as databases name it.
     *
     * @throws IllegalArgumentException for an offset other than UTC: its sign means different things to them
     */
    static String zone(ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return "UTC";
        }
        if (zone instanceof ZoneOffset) {
            throw new IllegalArgumentException(
                    "Databases read the offset " + zone + " in different ways. Name a region, such as Europe/Rome.");
        }
        return zone.getId();
    }
}
