/**
 * Changes in Kafka.
 *
 * <p>{@link dev.scd2.kafka.TopicSource} is a topic that an {@code Intake} reads into a history; {@link
 * dev.scd2.kafka.MessageFormat} says how its messages are written, {@link dev.scd2.kafka.Start} where reading begins, and
 * {@link dev.scd2.kafka.Lag} how far a store is behind.
 *
 * <p>For pipelines that keep envelopes before they apply them, {@link dev.scd2.kafka.EnvelopeProducer} writes and waits,
 * {@link dev.scd2.kafka.EnvelopeConsumer} reads without a group from given offsets, and each message becomes a {@link
 * dev.scd2.kafka.ReadEnvelope}: a change, a tombstone, or a message that is not one and says why.
 */
@NullMarked
package dev.scd2.kafka;

import org.jspecify.annotations.NullMarked;
