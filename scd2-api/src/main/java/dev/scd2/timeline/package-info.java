/**
 * What was true when: {@link dev.scd2.timeline.Interval}, {@link dev.scd2.timeline.Version},
 * {@link dev.scd2.timeline.Timeline}.
 *
 * <p>Instants are UTC with microsecond precision. Nothing here may be null and nothing reads a clock. Every type is
 * immutable and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.timeline;
