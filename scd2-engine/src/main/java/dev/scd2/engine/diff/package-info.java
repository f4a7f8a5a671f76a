/**
 * Two timelines to a plan: what must be written so that the stored versions of a key become the ones that the law asks
 * for, and which windows of facts that touches. Pure functions: no I/O, no clock, no logging.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.diff;
