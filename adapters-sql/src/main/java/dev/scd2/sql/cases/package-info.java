/**
 * Runs case files of joins by the queries of {@link dev.scd2.sql.join}. Needs the test kit on the class path.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql.cases;
