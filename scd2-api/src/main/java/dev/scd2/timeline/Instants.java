package dev.scd2.timeline;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * The instants that a history can hold: UTC, microsecond precision, from {@link #MIN} up to but not including {@link #MAX}.
 *
 * <p>Microseconds are what Parquet, PostgreSQL, Snowflake and DuckDB all hold exactly. Finer input is floored by
 * {@link #toMicros} when it enters, and nowhere else. Stateless.
 */
public final class Instants {
    /** "Since ever": the first instant that a history can hold, inclusive. */
    public static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");

    /** The end of time, exclusive; a table may hold it for a version that is still open. */
    public static final Instant MAX = Instant.parse("9999-12-31T00:00:00Z");

    private Instants() {}

    /** Returns whether a history can hold {@code instant}. */
    public static boolean isInRange(Instant instant) {
        return !instant.isBefore(MIN) && instant.isBefore(MAX);
    }

    /**
     * Returns epoch microseconds, UTC, floored.
     *
     * @throws DateTimeException if the instant is before {@link #MIN} or not before {@link #MAX}
     */
    public static long toMicros(Instant instant) {
        if (!isInRange(instant)) {
            throw new DateTimeException(
                    "The instant " + instant + " is outside " + MIN + " (inclusive) .. " + MAX + " (exclusive).");
        }
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
    }

    /** Returns the instant of epoch microseconds, UTC. */
    public static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
