/**
 * The body that the SQL stores share: tables, staging, streaming reads and set-based writes, with a
 * {@link dev.scd2.sql.Dialect} for what differs. Every identifier is quoted, every value is bound or bulk loaded.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql;
