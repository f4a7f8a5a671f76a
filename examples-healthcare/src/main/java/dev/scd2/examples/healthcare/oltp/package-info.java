/**
 * The payer's system of record: PostgreSQL schema {@code payer_oltp}, and the writer that applies a stream of
 * transactions to it.
 *
 * <p>No argument may be null unless said otherwise. A column value is null, or a {@link java.lang.String}, {@link
 * java.lang.Integer}, {@link java.lang.Boolean}, {@link java.math.BigDecimal} (scale as in the table), {@link
 * java.time.LocalDate} or {@link java.time.Instant}, as its {@link dev.scd2.examples.healthcare.oltp.OltpColumn.Type}
 * says.
 */
@NullMarked
package dev.scd2.examples.healthcare.oltp;

import org.jspecify.annotations.NullMarked;
