package dev.scd2.mutation;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Version;

/**
 * A new version. Immutable.
 *
 * @param surrogate its surrogate key; negative until one is reserved
 * @param key whose version it is
 * @param version what it says and when
 */
public record Insert(long surrogate, Key key, Version version) implements Mutation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.insert(this);
    }
}
