/**
 * Histories in DuckDB, and the lake before them: start at {@link dev.scd2.lake.DuckDbStore}.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.lake;
