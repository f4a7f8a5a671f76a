package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From {@code validFrom} on, until a later change says otherwise, the entity existed and looked like this.
 *
 * <p>A kept column that {@code fields} lacks is unsaid; an explicit null is a value. Immutable.
 *
 * @param fields column values by name, the natural key among them
 * @param validFrom when it began to hold, inclusive
 * @param sequence when it was said
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Observation(
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {
    /** Copies the map. */
    public Observation {
        fields = Fields.copyOf(fields);
    }

    /** Makes one without system time. */
    public Observation(
            Map<String, @Nullable Object> fields,
            @Nullable Instant validFrom,
            @Nullable Sequence sequence,
            @Nullable Position position) {
        this(fields, validFrom, sequence, position, null);
    }

    /** Returns an observation of {@code entity}, a map or a record; see {@link Fields#of}. */
    public static Observation of(Object entity, Instant validFrom, Sequence sequence) {
        return new Observation(Fields.of(entity), validFrom, sequence, null);
    }

    @Override
    public Observation withFields(Map<String, @Nullable Object> other) {
        return new Observation(other, validFrom, sequence, position, systemTime);
    }

    @Override
    public Observation withSequence(Sequence other) {
        return new Observation(fields, validFrom, other, position, systemTime);
    }

    @Override
    public Observation withPosition(@Nullable Position other) {
        return new Observation(fields, validFrom, sequence, other, systemTime);
    }

    @Override
    public Observation withSystemTime(@Nullable Instant other) {
        return new Observation(fields, validFrom, sequence, position, other);
    }
}
