/**
 * Histories in DuckDB, and the lake before them.
 *
 * <p>{@link dev.scd2.lake.DuckDbStore} keeps histories. {@link dev.scd2.lake.ParquetLake} writes messages as Parquet files
 * to an S3 store, and {@link dev.scd2.lake.LakeLoader} takes each file into DuckDB exactly once.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.lake;
