/**
 * Histories in PostgreSQL: start at {@link dev.scd2.postgres.PostgresStore}.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.postgres;
