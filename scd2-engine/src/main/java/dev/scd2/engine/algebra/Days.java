package dev.scd2.engine.algebra;

import dev.scd2.fact.DateAnchor;
import dev.scd2.timeline.Instants;
import java.time.LocalDate;

/** Counts days by their anchors. Immutable. */
final class Days {
    private final DateAnchor anchor;

    Days(DateAnchor anchor) {
        this.anchor = anchor;
    }

    /** Returns how many days have their anchor in {@code [fromMicros, toMicros)}. */
    long between(long fromMicros, long toMicros) {
        return firstFrom(toMicros) - firstFrom(fromMicros);
    }

    /** Returns the epoch day of the first day whose anchor is at {@code micros} or later. */
    private long firstFrom(long micros) {
        LocalDate day = Instants.ofMicros(micros).atZone(anchor.zone()).toLocalDate();
        return day.toEpochDay() + (anchor.toMicros(day) < micros ? 1 : 0);
    }
}
