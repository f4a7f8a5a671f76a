/**
 * Batch extraction from any database with a JDBC driver, as {@link dev.scd2.change.ChangeSource}s.
 *
 * <p>A {@link dev.scd2.sql.extract.Relation} is what is read: a table or a query. Three sources read one: {@link
 * dev.scd2.sql.extract.WatermarkSource} the rows that changed since the last time, {@link
 * dev.scd2.sql.extract.SnapshotSource} all rows as one listing, {@link dev.scd2.sql.extract.ChangeLogSource} rows that are
 * changes themselves. A {@link dev.scd2.sql.extract.SourceDialect} says what a database does differently.
 *
 * <p><b>Package specification.</b> Nothing may be null unless it says so. Identifiers are quoted, values are bound. Values
 * become text, {@link java.lang.Long}, {@link java.math.BigDecimal}, {@link java.lang.Double}, {@link java.lang.Boolean},
 * {@link java.time.LocalDate}, {@link java.time.Instant} and {@link dev.scd2.dimension.Bytes}; UUIDs, enums, JSON, XML and
 * arrays become text. A timestamp without a time zone is an instant only by a declared zone: there is no default. A column
 * of another type, and an infinite time, are refused by the name of the column. Messages hold no values of rows.
 *
 * <p><b>Design notes.</b> This is plain JDBC: what would be left to a mapping library is binding ten values, while the
 * column readers, the paging and errors without values would still be ours. Rows are found by key, page by page, and not
 * by one cursor: no transaction stays open in the source while a batch is applied, and a retry costs one page.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql.extract;
