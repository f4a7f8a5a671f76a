/**
 * The warehouse in one DuckDB file: raw envelopes to typed staging tables, to dimensions with history through the engine,
 * to claims joined to the versions in force on the day of service, to a mart, and the checks over all of it.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.examples.healthcare.warehouse;
