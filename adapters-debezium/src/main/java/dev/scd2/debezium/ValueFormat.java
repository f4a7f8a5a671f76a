package dev.scd2.debezium;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the values of rows are written in JSON. With Kafka Connect's schemas, the schema says how times and decimals are
 * written; without them text is read as ISO-8601, numbers as {@link #timesIn} says, and decimals as text or as numbers.
 *
 * <p>Immutable.
 */
public final class ValueFormat {
    private static final Set<ChronoUnit> UNITS =
            Set.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS);
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final boolean numberIsInstant;
    private final @Nullable ChronoUnit times;
    private final ZoneId zone;
    private final boolean infinityIsNull;
    private final String unavailable;

    private ValueFormat(
            boolean numberIsInstant,
            @Nullable ChronoUnit times,
            ZoneId zone,
            boolean infinityIsNull,
            String unavailable) {
        this.numberIsInstant = numberIsInstant;
        this.times = times;
        this.zone = zone;
        this.infinityIsNull = infinityIsNull;
        this.unavailable = unavailable;
    }

    /** Returns the values that Debezium writes with {@code time.precision.mode=microseconds}. */
    public static ValueFormat debezium() {
        return new ValueFormat(false, ChronoUnit.MICROS, ZoneOffset.UTC, false, UNAVAILABLE);
    }

    /** Returns values in which a number is no time, or an instant once {@link #timesIn} says its unit. */
    public static ValueFormat plain() {
        return new ValueFormat(true, null, ZoneOffset.UTC, false, UNAVAILABLE);
    }

    /**
     * Returns this format with numbers that are times in this unit since 1970, and numbers that are dates in days, where no
     * schema says it. For Debezium see its {@code time.precision.mode}.
     *
     * @throws IllegalArgumentException if the unit is not seconds, milli-, micro- or nanoseconds
     */
    public ValueFormat timesIn(ChronoUnit unit) {
        if (!UNITS.contains(unit)) {
            throw new IllegalArgumentException("Times are told in one of " + UNITS + ", not in " + unit + ".");
        }
        return new ValueFormat(numberIsInstant, unit, zone, infinityIsNull, unavailable);
    }

    /** Returns this format with times that have no zone meant in this one; in UTC unless said. */
    public ValueFormat localTimesIn(ZoneId inZone) {
        return new ValueFormat(numberIsInstant, times, inZone, infinityIsNull, unavailable);
    }

    /**
     * Returns this format with PostgreSQL's {@code infinity} and {@code -infinity} read as null, and with them every date and
     * time outside of the years 1 to 9999: Debezium writes infinite dates as numbers without meaning. Unless said they are
     * refused: the change goes to quarantine.
     */
    public ValueFormat infinityAsNull() {
        return new ValueFormat(numberIsInstant, times, zone, true, unavailable);
    }

    /**
     * Returns this format with the text that stands for a value which the source did not tell, Debezium's
     * {@code unavailable.value.placeholder}. Such a column is unsaid.
     */
    public ValueFormat unavailableValue(String placeholder) {
        return new ValueFormat(numberIsInstant, times, zone, infinityIsNull, placeholder);
    }

    /** Returns whether a number counts from 1970 in UTC; else it is a local time, counted as if in UTC. */
    boolean isNumberInstant() {
        return numberIsInstant;
    }

    /** Returns the unit of a number that is a time; null where a number is none. */
    @Nullable
    ChronoUnit times() {
        return times;
    }

    ZoneId zone() {
        return zone;
    }

    boolean isInfinityNull() {
        return infinityIsNull;
    }

    String unavailableValue() {
        return unavailable;
    }
}
