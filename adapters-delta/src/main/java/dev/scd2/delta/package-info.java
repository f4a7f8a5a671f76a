/**
 * Histories and facts as Delta tables, which Spark, Trino, Databricks and Snowflake read.
 *
 * <p>{@link dev.scd2.delta.DeltaTable} publishes a {@link dev.scd2.store.DimensionStore} and appends rows, in a directory or
 * in a bucket, one commit each; what it did comes back as a {@link dev.scd2.delta.Publication}. See docs/delta.md.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.delta;
