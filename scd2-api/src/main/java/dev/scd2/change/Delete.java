package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From {@code validFrom} on the entity does not exist.
 *
 * <p>Immutable.
 *
 * @param fields the natural key by column name; other columns are not looked at
 * @param validFrom when it ceased to exist, inclusive
 * @param sequence when it was said
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Delete(
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {
    /** Copies the map. */
    public Delete {
        fields = Fields.copyOf(fields);
    }

    /** Makes one without system time. */
    public Delete(
            Map<String, @Nullable Object> fields,
            @Nullable Instant validFrom,
            @Nullable Sequence sequence,
            @Nullable Position position) {
        this(fields, validFrom, sequence, position, null);
    }

    /** Returns a delete of {@code entity}, a map or a record; see {@link Fields#of}. */
    public static Delete of(Object entity, Instant validFrom, Sequence sequence) {
        return new Delete(Fields.of(entity), validFrom, sequence, null);
    }

    @Override
    public Delete withFields(Map<String, @Nullable Object> other) {
        return new Delete(other, validFrom, sequence, position, systemTime);
    }

    @Override
    public Delete withSequence(Sequence other) {
        return new Delete(fields, validFrom, other, position, systemTime);
    }

    @Override
    public Delete withPosition(@Nullable Position other) {
        return new Delete(fields, validFrom, sequence, other, systemTime);
    }

    @Override
    public Delete withSystemTime(@Nullable Instant other) {
        return new Delete(fields, validFrom, sequence, position, other);
    }
}
