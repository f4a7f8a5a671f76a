package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect needs to know of the tables of a dimension to index them; every name is quoted, tables are qualified.
 * Immutable.
 *
 * @param versions the table of versions
 * @param hasPrimaryKey whether that has a primary key already, as a table that was adopted may
 * @param surrogateKey its surrogate key
 * @param naturalKey the natural key columns, in versions and evidence
 * @param keyTypes the types of these columns
 * @param validFrom the start of a version
 * @param validTo its end
 * @param systemFrom from when it was believed; null without system time
 * @param systemTo until when it was believed; null without system time
 * @param current whether a version is current
 * @param deleted whether it marks an absence
 * @param evidence the table of evidence
 * @param quarantine the table of rejections
 * @param identity what is unique in it
 * @param overlaps whether the database is to refuse versions that overlap
 */
public record TableIndexes(
        String versions,
        boolean hasPrimaryKey,
        String surrogateKey,
        List<String> naturalKey,
        List<ColumnType> keyTypes,
        String validFrom,
        String validTo,
        @Nullable String systemFrom,
        @Nullable String systemTo,
        String current,
        String deleted,
        String evidence,
        String quarantine,
        String identity,
        StoreOptions.Overlaps overlaps) {
    /** Returns the natural key columns, separated by commas. */
    public String key() {
        return String.join(", ", naturalKey);
    }
}
