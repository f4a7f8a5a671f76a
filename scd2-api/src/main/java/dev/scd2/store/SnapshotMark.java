package dev.scd2.store;

import dev.scd2.change.Sequence;

/**
 * That a complete listing was made: a delete, at this place, of every key that has no statement of its own there.
 *
 * <p>Immutable.
 *
 * @param at when the listing held, epoch microseconds UTC
 * @param sequence when it was said
 */
public record SnapshotMark(long at, Sequence sequence) {}
