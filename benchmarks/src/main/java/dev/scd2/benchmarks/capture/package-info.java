/** How fast changes come from a database into a warehouse, and how fresh they are there. */
@org.jspecify.annotations.NullMarked
package dev.scd2.benchmarks.capture;
