/**
 * The algebra of timelines: what held when, for one key, cut, joined, bridged and counted.
 *
 * <p>{@link dev.scd2.engine.algebra.Periods} is a set of instants: coverage, and nothing about which. {@link
 * dev.scd2.engine.algebra.Pieces} says a value over each of its intervals: a plan, an address, a list of both. Both come
 * from the intervals of any history, and every operation gives another of the two.
 *
 * <pre>{@code
 * a              [ bronze    )[ silver    )          [ silver ----->
 * b                   [ employed              )
 *
 * intersect(a, b)     [ b, e )[ s, e         ... common time, all values
 * overlay(a, b)  [ b )[ b, e )[ s, e )[ , e   )      [ s, - -------->
 * a.subtract(b)  [ b )                                [ silver ----->
 * a.periods()    [                        )          [ ------------->
 *  .gaps()                                [          )
 *  .islands(45 days)
 *                [ ------------------------------------------------->
 * }</pre>
 *
 * <p>The same operations run inside a database as SQL, with the same results: {@code dev.scd2.sql.algebra}.
 *
 * <h2>Package specification</h2>
 *
 * Intervals are half-open, in epoch microseconds UTC; an open end is later than every instant, and counts up to {@link
 * dev.scd2.timeline.Instants#MAX} where a length is asked. Nothing may be null unless it says so. Every type is immutable
 * and may be shared between threads; nothing reads a clock. Days are counted by a {@link dev.scd2.fact.DateAnchor}: a day
 * is covered when its anchor is, as a claim of that day would find it.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.algebra;
