package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;

/**
 * A version that no longer is. Immutable.
 *
 * @param surrogate which version
 * @param key whose version it was
 * @param interval when it held
 * @param believedFrom the start of system time of the row
 */
public record Retract(long surrogate, Key key, Interval interval, long believedFrom) implements Mutation {
    /** Makes one without system time. */
    public Retract(long surrogate, Key key, Interval interval) {
        this(surrogate, key, interval, Interval.ALWAYS.startMicros());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.retract(this);
    }
}
