/**
 * What Debezium writes, as changed rows: the one place that knows its envelope and its values, for whatever carries them (a
 * topic, or Debezium's engine in this process).
 *
 * <p>{@link dev.scd2.debezium.EnvelopeRows} reads an envelope, with Kafka Connect's schemas around it or without, into a {@link
 * dev.scd2.engine.intake.RowChange}; {@link dev.scd2.debezium.RowImages} reads the rows in it by the types of their columns,
 * written as {@link dev.scd2.debezium.ValueFormat} says. {@link dev.scd2.debezium.ChangeEnvelope} is for those who keep
 * envelopes as they are. All are immutable; nothing is connected here.
 */
@NullMarked
package dev.scd2.debezium;

import org.jspecify.annotations.NullMarked;
