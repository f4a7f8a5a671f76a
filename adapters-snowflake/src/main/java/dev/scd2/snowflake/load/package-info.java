/**
 * Loads a lake of Parquet files into raw tables of Snowflake, and gives curated tables back to other readers.
 *
 * <p>{@link dev.scd2.snowflake.load.LoadLayout} declares layers, stages and raw tables and writes them as a script. {@link
 * dev.scd2.snowflake.load.RawLoad} copies the files of an entity that were not copied yet, with their load and place, and
 * keeps what COPY said of each. {@link dev.scd2.snowflake.load.SchemaDrift} tells in what the columns of files and of a table
 * differ. {@link dev.scd2.snowflake.load.Publication} writes the statements by which other readers see a Delta table on a
 * shared bucket, and {@link dev.scd2.snowflake.load.Automation} those by which Snowflake itself runs a load or a query.
 *
 * <p><b>What was tried.</b> The statements are read by a linter; the loads are run by tests on a stand-in. None of it was
 * run against Snowflake.
 *
 * <p>Null is refused. Times are UTC. Declarations are immutable; a load is confined to the thread that has its connection.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake.load;
