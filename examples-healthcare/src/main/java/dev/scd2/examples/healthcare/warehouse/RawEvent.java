package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * A row of a raw table: one captured event as it landed. Immutable.
 *
 * @param op Debezium's operation: c, r, u or d
 * @param before the row image before, JSON
 * @param after the row image after, JSON
 * @param sequence its place in the total order of the source
 * @param position its place in the topic
 */
record RawEvent(
        String op, @Nullable String before, @Nullable String after, Sequence sequence, Position position) {}
