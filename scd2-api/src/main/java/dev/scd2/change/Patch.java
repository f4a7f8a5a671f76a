package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From {@code validFrom} on the entity existed and the columns named had these values; the others are unsaid.
 *
 * <p>A late patch flows forward through every following version up to the first change that said those columns itself.
 * Immutable.
 *
 * @param fields column values by name, the natural key among them
 * @param validFrom when it began to hold, inclusive
 * @param sequence when it was said
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Patch(
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {
    /** Copies the map. */
    public Patch {
        fields = Fields.copyOf(fields);
    }

    /** Makes one without system time. */
    public Patch(
            Map<String, @Nullable Object> fields,
            @Nullable Instant validFrom,
            @Nullable Sequence sequence,
            @Nullable Position position) {
        this(fields, validFrom, sequence, position, null);
    }

    /** Returns a patch by {@code entity}, a map or a record; see {@link Fields#of}. */
    public static Patch of(Object entity, Instant validFrom, Sequence sequence) {
        return new Patch(Fields.of(entity), validFrom, sequence, null);
    }

    @Override
    public Patch withFields(Map<String, @Nullable Object> other) {
        return new Patch(other, validFrom, sequence, position, systemTime);
    }

    @Override
    public Patch withSequence(Sequence other) {
        return new Patch(fields, validFrom, other, position, systemTime);
    }

    @Override
    public Patch withPosition(@Nullable Position other) {
        return new Patch(fields, validFrom, sequence, other, systemTime);
    }

    @Override
    public Patch withSystemTime(@Nullable Instant other) {
        return new Patch(fields, validFrom, sequence, position, other);
    }
}
