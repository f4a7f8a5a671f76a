/**
 * The road between the captured changes and the lake, with the faults that real feeds have.
 *
 * <p>{@link dev.scd2.examples.healthcare.feed.UnrulyFeed} passes captured changes on to topics and misbehaves on purpose;
 * {@link dev.scd2.examples.healthcare.feed.LakeFeed} takes what the topics hold into the lake.
 */
@NullMarked
package dev.scd2.examples.healthcare.feed;

import org.jspecify.annotations.NullMarked;
