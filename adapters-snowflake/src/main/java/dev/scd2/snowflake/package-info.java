/**
 * The history of a dimension in Snowflake: {@link dev.scd2.snowflake.SnowflakeStore}. It is tested against a stand-in; nothing
 * has been run against Snowflake ({@code docs/snowflake.md}).
 *
 * <p>Rows go as compressed CSV by PUT to the user's stage and by COPY into one temporary table, which is made before the
 * transaction, where any definition would commit it; one statement for each table that changes takes them from there.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake;
