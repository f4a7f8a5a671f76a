/**
 * A stand-in for Snowflake, for tests of programs that use its JDBC driver; see {@code SnowflakeStandIn}.
 *
 * <p>It proves the plumbing and the logic of such a program, and nothing about Snowflake: not that it takes the SQL, not
 * what it makes of it, not cost, isolation, policies or roles. A statement that is not known here is refused by name.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake.standin;
