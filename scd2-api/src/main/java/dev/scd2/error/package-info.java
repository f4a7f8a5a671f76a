/**
 * What can go wrong, split by what the caller does next: fix the input
 * ({@link dev.scd2.error.InvalidChangeException}), apply again ({@link dev.scd2.error.ConcurrentCommitException}), look
 * what was committed ({@link dev.scd2.error.CommitOutcomeUnknownException}), look at the table
 * ({@link dev.scd2.error.CorruptTimelineException}) or at the outside system that is written
 * ({@link dev.scd2.error.StoreException}) or read ({@link dev.scd2.error.SourceException}).
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.error;
