/**
 * The warehouse in one DuckDB file or in a database of Snowflake: raw envelopes to typed staging tables, to dimensions with
 * history through the engine, to claims joined to the versions in force on the day of service, to marts, and the checks over
 * all of it. {@link dev.scd2.examples.healthcare.warehouse.WarehouseKind} has what the two databases say differently.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.examples.healthcare.warehouse;
