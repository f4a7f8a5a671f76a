package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From {@code validFrom} on no entity of the dimension exists, also none that becomes known only later.
 *
 * <p>Immutable.
 *
 * @param validFrom when all ceased to exist, inclusive
 * @param sequence when it was said
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Truncate(
        @Nullable Instant validFrom,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {

    /** Returns a truncate without position and system time. */
    public static Truncate of(Instant validFrom, Sequence sequence) {
        return new Truncate(validFrom, sequence, null, null);
    }

    /** Returns no fields: it names no key. */
    @Override
    public Map<String, @Nullable Object> fields() {
        return Map.of();
    }

    /** Returns this; it has no fields. */
    @Override
    public Truncate withFields(Map<String, @Nullable Object> other) {
        return this;
    }

    @Override
    public Truncate withSequence(Sequence other) {
        return new Truncate(validFrom, other, position, systemTime);
    }

    @Override
    public Truncate withPosition(@Nullable Position other) {
        return new Truncate(validFrom, sequence, other, systemTime);
    }

    @Override
    public Truncate withSystemTime(@Nullable Instant other) {
        return new Truncate(validFrom, sequence, position, other);
    }
}
