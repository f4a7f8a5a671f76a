/**
 * Changes in Kafka: envelopes into topics, and out of them from offsets that the reader keeps.
 *
 * <p>{@link dev.scd2.kafka.EnvelopeProducer} writes and waits, {@link dev.scd2.kafka.EnvelopeConsumer} reads without a
 * group from given offsets, and each message becomes a {@link dev.scd2.kafka.ReadEnvelope}: a change, a tombstone, or a
 * message that is not one and says why.
 */
@NullMarked
package dev.scd2.kafka;

import org.jspecify.annotations.NullMarked;
