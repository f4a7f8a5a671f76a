/**
 * The algebra of timelines as SQL: what {@code dev.scd2.engine.algebra} does with the history of one key in memory, for
 * all keys of a table or query at once, inside the database and with the same results.
 *
 * <p>{@link dev.scd2.sql.algebra.Timelines} is a query; each of its operations gives another one, or the text to run.
 * Nothing is executed here. Identifiers are quoted; queries that a caller gives go in as they are.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql.algebra;
