package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;

/**
 * A version that ends at another time; its start never moves. Immutable.
 *
 * @param surrogate which version
 * @param key whose version it is
 * @param before its interval until now
 * @param after its interval from now on, with the same start
 * @param believedFrom the start of system time of the row
 */
public record Resize(long surrogate, Key key, Interval before, Interval after, long believedFrom) implements Mutation {
    /** Makes one without system time. */
    public Resize(long surrogate, Key key, Interval before, Interval after) {
        this(surrogate, key, before, after, Interval.ALWAYS.startMicros());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.resize(this);
    }
}
