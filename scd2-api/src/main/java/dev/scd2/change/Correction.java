package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was true over one period, whatever was said before: {@code UPDATE} and {@code DELETE … FOR PORTION OF} of SQL:2011.
 *
 * <p>Within its period it holds against every earlier sequence; changes that begin in the period and have a greater
 * sequence hold against it. Immutable.
 *
 * @param fields column values by name, the natural key among them
 * @param validFrom first instant, inclusive
 * @param validTo end, exclusive; null when open
 * @param existence what it says of existence
 * @param sequence when it was said
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Correction(
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        Existence existence,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {

    /** What a correction says of existence. */
    public enum Existence {
        /** A <em>put</em>: the entity existed, and the columns named had these values. */
        SAID,
        /** An <em>update</em>: where the entity existed, the columns named had these values. */
        UNSAID,
        /** An <em>absence</em>: the entity did not exist; columns other than the natural key are not looked at. */
        ABSENT
    }

    /** Copies the map. */
    public Correction {
        fields = Fields.copyOf(fields);
    }

    /** Returns a put of {@code entity}, a map or a record; {@code validTo} is null when open. */
    public static Correction put(Object entity, Instant validFrom, @Nullable Instant validTo, Sequence sequence) {
        return new Correction(Fields.of(entity), validFrom, validTo, Existence.SAID, sequence, null, null);
    }

    /** Returns an update by {@code entity}, a map or a record; {@code validTo} is null when open. */
    public static Correction update(Object entity, Instant validFrom, @Nullable Instant validTo, Sequence sequence) {
        return new Correction(Fields.of(entity), validFrom, validTo, Existence.UNSAID, sequence, null, null);
    }

    /** Returns an absence of {@code entity}, a map or a record; {@code validTo} is null when open. */
    public static Correction absence(Object entity, Instant validFrom, @Nullable Instant validTo, Sequence sequence) {
        return new Correction(Fields.of(entity), validFrom, validTo, Existence.ABSENT, sequence, null, null);
    }

    @Override
    public Correction withFields(Map<String, @Nullable Object> other) {
        return new Correction(other, validFrom, validTo, existence, sequence, position, systemTime);
    }

    @Override
    public Correction withSequence(Sequence other) {
        return new Correction(fields, validFrom, validTo, existence, other, position, systemTime);
    }

    @Override
    public Correction withPosition(@Nullable Position other) {
        return new Correction(fields, validFrom, validTo, existence, sequence, other, systemTime);
    }

    @Override
    public Correction withSystemTime(@Nullable Instant other) {
        return new Correction(fields, validFrom, validTo, existence, sequence, position, other);
    }
}
