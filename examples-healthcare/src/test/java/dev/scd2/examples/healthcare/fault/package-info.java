/**
 * The whole chain under faults: PostgreSQL, capture, Kafka, Parquet on S3, DuckDB, dimensions with history. Each scenario
 * ends where an undisturbed chain ends that reads the same log of the database through a slot of its own.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.examples.healthcare.fault;
