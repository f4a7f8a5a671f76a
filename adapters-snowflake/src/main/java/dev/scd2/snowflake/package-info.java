/**
 * Where the Snowflake store will be. There is none yet, only its design ({@code docs/snowflake-design.md}), and nothing
 * has been run against Snowflake.
 *
 * <p>In short: the rows of a plan go as Parquet files by PUT to a stage and by COPY into staging tables, both before the
 * transaction; then one transaction locks the dimension's row in the register, applies one statement for each kind of
 * row, and commits. The body of the other SQL stores creates its temporary tables inside the transaction, where any
 * definition commits it in Snowflake, so a dialect alone would not keep the promise that a batch is atomic.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake;
