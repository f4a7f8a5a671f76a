/**
 * What a source says happened: {@link dev.scd2.change.Observation}, {@link dev.scd2.change.Patch},
 * {@link dev.scd2.change.Delete}, {@link dev.scd2.change.Span} and whole {@link dev.scd2.change.Snapshot}s, gathered in
 * a {@link dev.scd2.change.Batch}; with the {@link dev.scd2.change.Sequence} in which it was said and the
 * {@link dev.scd2.change.Position} where it was read.
 *
 * <p>Nothing may be null unless it says so. Every type but the builders is immutable and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.change;
