/**
 * Change data capture from PostgreSQL: every committed change of the chosen tables, in Debezium's own envelope.
 *
 * <p>{@link dev.scd2.postgres.capture.PostgresCapture} describes what to capture,
 * {@link dev.scd2.postgres.capture.PostgresCapture#prepare prepare} makes publication and slot, and a
 * {@link dev.scd2.postgres.capture.CaptureRun} hands batches of {@link dev.scd2.postgres.capture.Envelope} to a
 * {@link dev.scd2.postgres.capture.EnvelopeSink} until it is closed.
 *
 * <p>{@link dev.scd2.postgres.capture.CaptureSource} reads one table into the history of a dimension; the slot then moves on
 * when the store has committed.
 *
 * <h2>Delivery and order</h2>
 *
 * <p>Delivery is at least once, in commit order. The replication slot is the only memory of what was delivered: it moves
 * on after a sink has returned, and only to the end of a transaction. What is delivered again therefore begins with the
 * first change of a transaction.
 *
 * <p>A change delivered again carries the same {@code source.lsn} (the position of the change in the write-ahead log) and
 * the same {@code transaction.total_order} (its place in the transaction), so {@code (lsn, total_order)} is a total order
 * that survives redelivery and restarts. For one row it is the order of the commits: a row is locked until the commit of
 * the transaction that changed it, so the next change of it is written to the log later. The first part of
 * {@code source.sequence}, the position of the last commit seen by this run of the connector, is <em>not</em> stable: it
 * is absent or different for the first transaction after a restart. It must not order anything.
 *
 * <p>These types need {@code debezium-embedded}, {@code debezium-connector-postgres} and {@code connect-runtime}, a source also
 * {@code scd2-adapters-debezium}, optional dependencies of this module, on the class path.
 */
@NullMarked
package dev.scd2.postgres.capture;

import org.jspecify.annotations.NullMarked;
