/**
 * Histories in DuckDB, and the lake before them.
 *
 * <p>{@link dev.scd2.lake.DuckDbStore} keeps histories. {@link dev.scd2.lake.ParquetLake} writes messages as Parquet files
 * to a {@link dev.scd2.lake.LakeLocation} (an S3 store or a directory), {@link dev.scd2.lake.LakeWriter} rolls them by size and
 * age, {@link dev.scd2.lake.LakeLoader} takes each row into DuckDB exactly once, and {@link dev.scd2.lake.Lake} keeps the lake
 * in order: see docs/lake.md. {@link dev.scd2.lake.LakeObjects} is for files of another kind at such a place.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.lake;
