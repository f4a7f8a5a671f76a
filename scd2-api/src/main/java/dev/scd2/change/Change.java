package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source said happened to one entity, as it came: not yet typed, not yet checked.
 *
 * <p>A change that cannot be (a null key, a wrong type, no time) is not refused here but when it is applied, where it
 * goes to quarantine and the others go on. Maps given are copied. Every kind is immutable.
 */
public sealed interface Change permits Observation, Patch, Delete, Truncate, Correction, Span, Erasure {
    /** Returns column values by name, the natural key among them; a column that is absent is unsaid. Immutable. */
    Map<String, @Nullable Object> fields();

    /** Returns when it was said, relative to other changes. */
    @Nullable
    Sequence sequence();

    /** Returns where it was read, if the source has positions. */
    @Nullable
    Position position();

    /**
     * Returns when the source recorded it; looked at only where that is the dimension's {@linkplain
     * dev.scd2.dimension.SystemTime#SOURCE system time}.
     */
    @Nullable
    Instant systemTime();

    /** Returns this change with other column values. */
    Change withFields(Map<String, @Nullable Object> other);

    /** Returns this change, said at another place in the order. */
    Change withSequence(Sequence other);

    /** Returns this change as read elsewhere. */
    Change withPosition(@Nullable Position other);

    /** Returns this change as recorded at another time. */
    Change withSystemTime(@Nullable Instant other);
}
