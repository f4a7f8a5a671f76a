/**
 * Statements with the purpose of each: {@link dev.scd2.snowflake.script.Step} is one, {@link
 * dev.scd2.snowflake.script.Script} is several in the order in which they run. A script is a text that a person can read
 * and approve, and the same text is what runs.
 *
 * <p>Null is refused. Both types are immutable.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake.script;
