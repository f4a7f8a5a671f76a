/**
 * What can go wrong, split by what the caller does next: fix the input
 * ({@link dev.scd2.error.InvalidChangeException}), apply again ({@link dev.scd2.error.ConcurrentCommitException}), look
 * at the table ({@link dev.scd2.error.CorruptTimelineException}) or at the outside system
 * ({@link dev.scd2.error.StoreException}).
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.error;
