/**
 * Facts that follow when the past changes: {@link dev.scd2.sql.rekey.Rekeying} moves those whose answer is another now, in
 * the database and set by set, and says which and why.
 *
 * <p>A {@link dev.scd2.sql.rekey.FactTable} declares where facts are and which columns point at which dimension. What a
 * batch rewrote is a {@link dev.scd2.sql.rekey.Rewrite}: its restatement windows say where to look. What the facts get is
 * asked of the versions as they are now, so re-keying can be repeated, run late, and run for several batches at once.
 *
 * <p>Where to make a table ends a transaction, as on Snowflake, temporary tables are made beforehand ({@link
 * dev.scd2.sql.rekey.Rekeying#prepare}, {@link dev.scd2.sql.rekey.Keying#prepare}).
 *
 * <p>Nothing is null unless it says so; instants are epoch microseconds or timestamps with a time zone; no type is for more
 * than one thread unless it says that it is immutable.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.sql.rekey;
