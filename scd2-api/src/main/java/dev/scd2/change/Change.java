package dev.scd2.change;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source said happened to one entity, as it came: not yet typed, not yet checked.
 *
 * <p>A change that cannot be (a null key, a wrong type, no time) is not refused here but when it is applied, where it
 * goes to quarantine and the others go on. Maps given are copied. Every kind is immutable.
 */
public sealed interface Change permits Observation, Patch, Delete, Span {
    /** Returns column values by name, the natural key among them; a column that is absent is unsaid. Immutable. */
    Map<String, @Nullable Object> fields();

    /** Returns when it was said, relative to other changes. */
    @Nullable
    Sequence sequence();

    /** Returns where it was read, if the source has positions. */
    @Nullable
    Position position();
}
