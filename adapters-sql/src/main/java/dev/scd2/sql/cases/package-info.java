/**
 * What the test kit needs of a database: joins of case files by the queries of {@link dev.scd2.sql.join}, facts that are
 * keyed by {@link dev.scd2.sql.rekey}, and what is extracted by {@link dev.scd2.sql.extract}. Needs the kit on the class path.
 *
 * <p>Nothing may be null unless it says so.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql.cases;
