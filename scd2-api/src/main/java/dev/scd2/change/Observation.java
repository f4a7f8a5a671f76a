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
 */
public record Observation(
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Sequence sequence,
        @Nullable Position position)
        implements Change {
    /** Copies the map. */
    public Observation {
        fields = Fields.copyOf(fields);
    }

    /** Returns an observation of {@code entity}, a map or a record; see {@link Fields#of}. */
    public static Observation of(Object entity, Instant validFrom, Sequence sequence) {
        return new Observation(Fields.of(entity), validFrom, sequence, null);
    }
}
