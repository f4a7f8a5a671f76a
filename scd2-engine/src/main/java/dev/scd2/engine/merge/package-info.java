/**
 * Changes to timeline: {@link dev.scd2.engine.merge.Admission} types and checks what came,
 * {@link dev.scd2.engine.merge.EvidenceMerge} adds it to what is remembered, {@link dev.scd2.engine.merge.Law} says what
 * was true when. Pure functions: no I/O, no clock, no logging.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.merge;
