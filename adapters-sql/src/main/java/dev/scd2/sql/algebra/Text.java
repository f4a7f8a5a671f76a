package dev.scd2.sql.algebra;

import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Literals. Stateless. */
final class Text {
    /** The end of what is open. */
    static final String OPEN = "TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'";

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private Text() {}

    /** Returns epoch microseconds as a timestamp with time zone; {@link #OPEN} for an open end. */
    static String timestamp(long micros) {
        return micros == Interval.OPEN
                ? OPEN
                : "TIMESTAMP WITH TIME ZONE '"
                        + TIMESTAMP.format(Instants.ofMicros(micros).atOffset(ZoneOffset.UTC)) + "+00'";
    }

    /**
     * Returns a zone as databases name it.
     *
     * @throws IllegalArgumentException for an offset other than UTC: its sign means different things to them
     */
    static String zone(ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return "'UTC'";
        }
        if (zone instanceof ZoneOffset) {
            throw new IllegalArgumentException(
                    "Databases read the offset " + zone + " in different ways. Name a region, such as Europe/Rome.");
        }
        return "'" + zone.getId() + "'";
    }
}
