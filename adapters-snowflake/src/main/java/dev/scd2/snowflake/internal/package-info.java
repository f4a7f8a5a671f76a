/** Names and literals as Snowflake spells them; for this module's own use, and no part of its interface. */
@org.jspecify.annotations.NullMarked
package dev.scd2.snowflake.internal;
