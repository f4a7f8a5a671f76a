package dev.scd2.engine.algebra;

import dev.scd2.timeline.Interval;

/**
 * A value over one interval. Immutable if its value is.
 *
 * @param interval when it held
 * @param value what held
 */
public record Piece<T>(Interval interval, T value) {
    /** Returns the same value over another interval. */
    Piece<T> over(Interval other) {
        return new Piece<>(other, value);
    }
}
