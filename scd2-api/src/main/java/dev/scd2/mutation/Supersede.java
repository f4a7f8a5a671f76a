package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;

/**
 * A row that is believed until another time than before; in bitemporal history, the end of a belief. Immutable.
 *
 * @param surrogate which version
 * @param key whose version it is
 * @param before from when and until when it was believed so far
 * @param after from now on, with the same start
 */
public record Supersede(long surrogate, Key key, Interval before, Interval after) implements Mutation {
    @Override
    public long believedFrom() {
        return before.startMicros();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.supersede(this);
    }
}
