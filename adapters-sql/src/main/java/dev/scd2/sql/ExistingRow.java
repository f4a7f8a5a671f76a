package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table that somebody else made.
 *
 * <p>Immutable.
 *
 * @param name which, as a {@link Finding} names it
 * @param key its natural key; null if a part of that is
 * @param row the attributes
 * @param from its start, epoch microseconds UTC; {@link Evidence#NO_TIME} where there is none
 * @param to its end, epoch microseconds UTC; {@link Interval#OPEN} when open
 * @param deleted whether it marks an absence
 * @param refusal why it cannot be kept; null if it can
 * @param flaws what is wrong with the bookkeeping beside
 */
record ExistingRow(
        String name,
        @Nullable Key key,
        Row row,
        long from,
        long to,
        boolean deleted,
        Finding.@Nullable Kind refusal,
        List<Finding.Kind> flaws) {
    boolean isOpen() {
        return to == Interval.OPEN;
    }

    boolean covers(long micros) {
        return from <= micros && micros < to;
    }

    Finding finding(Finding.Kind kind) {
        return new Finding(kind, name, instant(from == Evidence.NO_TIME, from), instant(isOpen(), to));
    }

    private static @Nullable Instant instant(boolean none, long micros) {
        return none ? null : Instants.ofMicros(micros);
    }
}
