package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A window in which the answer for one key changed, so that facts in it may hold the wrong surrogate key.
 *
 * <p>Immutable.
 *
 * @param key whose history was rewritten
 * @param window the time of the facts concerned
 * @param before the surrogate key in force until now; null where there was none
 * @param after the surrogate key in force from now on; null where there is none; equal to {@code before} where the same
 *     version now says other values
 */
public record Restatement(
        Key key,
        Interval window,
        @Nullable Long before,
        @Nullable Long after) {}
