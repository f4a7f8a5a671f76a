package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;

/**
 * A row whose attributes are replaced and whose start stays; it keeps its surrogate key, and the time over which it is
 * believed. Immutable.
 *
 * @param surrogate which version
 * @param key whose version it is
 * @param before what it said until now
 * @param after what it says from now on; its end is that of a {@link Resize} beside this, if there is one
 * @param believedFrom the start of system time of the row
 */
public record Overwrite(long surrogate, Key key, Version before, Version after, long believedFrom) implements Mutation {
    /** Makes one without system time. */
    public Overwrite(long surrogate, Key key, Version before, Version after) {
        this(surrogate, key, before, after, Interval.ALWAYS.startMicros());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.overwrite(this);
    }
}
