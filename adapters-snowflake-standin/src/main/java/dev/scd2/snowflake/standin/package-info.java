/**
 * A stand-in for Snowflake, for tests of programs that use its JDBC driver: see {@link
 * dev.scd2.snowflake.standin.SnowflakeStandIn}.
 *
 * <p>It proves the plumbing and the logic of such a program, and nothing about Snowflake: not that it takes the SQL, not
 * what it makes of it, not cost, isolation, policies or roles. A statement that is not known here is refused by name.
 *
 * <p>How a statement goes: {@code Routes} take the request and {@code Statements} the statement, with the fault that was
 * planned for it; {@code Lexer} cuts it into {@code Tokens}; {@code Runner} finds out what it is; {@code Rewriting} turns
 * its queries and expressions into those of DuckDB, with the functions of {@code Functions}; {@code Transaction} runs it,
 * under the locks of {@code Locks}; {@code Written} streams the rows back. What DuckDB refuses, {@code DuckErrors} tells
 * with the codes of Snowflake.
 *
 * <p>Design notes. Rules work on tokens, so no text in quotes can fool them. There is no parser of expressions: what two
 * dialects share passes as it is, and DuckDB is the judge of it. Functions are a list, because DuckDB has many that
 * Snowflake has not. Names keep their case by a spelling of their own ({@code Names}).
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake.standin;
