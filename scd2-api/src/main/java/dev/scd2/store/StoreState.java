package dev.scd2.store;

import dev.scd2.dimension.Bytes;

/**
 * What a store holds of a dimension as a whole.
 *
 * <p>Immutable.
 *
 * @param generation grows with every committed write; a plan made at another generation is stale
 * @param horizon instant that a prune moved forward, epoch microseconds UTC; {@link Long#MIN_VALUE} before the first
 * @param lastSystemTime the greatest system time of a load, epoch microseconds UTC; {@link Long#MIN_VALUE} before the
 *     first
 * @param erasureSecret at least 16 random bytes of this store alone, by which erased values are told apart without being
 *     kept
 */
public record StoreState(long generation, long horizon, long lastSystemTime, Bytes erasureSecret) {}
