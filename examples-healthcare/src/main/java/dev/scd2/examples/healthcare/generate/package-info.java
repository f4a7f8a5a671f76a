/**
 * The seeded simulation of a payer, three years of it, and the ledger of what was true from when and recorded when.
 *
 * <p>{@link dev.scd2.examples.healthcare.generate.PayerSimulation} yields the transactions of the system of record and
 * writes the ledger; {@link dev.scd2.examples.healthcare.generate.LedgerAnswers} answers from the ledger by brute force,
 * so that what a pipeline says can be checked against it. Everything is a function of preset and seed; no clock of the
 * machine is read. No argument may be null unless said otherwise; all stamps are UTC.
 */
@NullMarked
package dev.scd2.examples.healthcare.generate;

import org.jspecify.annotations.NullMarked;
