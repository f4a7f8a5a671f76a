/** Measurements of the engine; not published, and no tests. Start at {@link dev.scd2.benchmarks.Bench}. */
@org.jspecify.annotations.NullMarked
package dev.scd2.benchmarks;
