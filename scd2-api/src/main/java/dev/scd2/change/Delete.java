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
 */
public record Delete(
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Sequence sequence,
        @Nullable Position position)
        implements Change {
    /** Copies the map. */
    public Delete {
        fields = Fields.copyOf(fields);
    }

    /** Returns a delete of {@code entity}, a map or a record; see {@link Fields#of}. */
    public static Delete of(Object entity, Instant validFrom, Sequence sequence) {
        return new Delete(Fields.of(entity), validFrom, sequence, null);
    }
}
