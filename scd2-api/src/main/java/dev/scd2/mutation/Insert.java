package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;

/**
 * A new row: a new version, or in bitemporal history a new belief about one. Immutable.
 *
 * @param surrogate its surrogate key; negative until one is reserved. A new belief about a version keeps the version's
 * @param key whose version it is
 * @param version what it says and when
 * @param believed from when, and until when it is believed; {@link Interval#ALWAYS} without system time
 */
public record Insert(long surrogate, Key key, Version version, Interval believed) implements Mutation {
    /** Makes one without system time. */
    public Insert(long surrogate, Key key, Version version) {
        this(surrogate, key, version, Interval.ALWAYS);
    }

    @Override
    public long believedFrom() {
        return believed.startMicros();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.insert(this);
    }
}
