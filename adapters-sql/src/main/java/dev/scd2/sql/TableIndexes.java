package dev.scd2.sql;

import java.util.List;

/**
 * What a dialect needs to know of the tables of a dimension to index them; every name is quoted, tables are qualified.
 * Immutable.
 *
 * @param versions the table of versions
 * @param surrogateKey its surrogate key
 * @param naturalKey the natural key columns, in versions and evidence
 * @param validFrom the start of a version
 * @param current whether a version is current
 * @param evidence the table of evidence
 * @param quarantine the table of rejections
 * @param identity what is unique in it
 */
public record TableIndexes(
        String versions,
        String surrogateKey,
        List<String> naturalKey,
        String validFrom,
        String current,
        String evidence,
        String quarantine,
        String identity) {
    /** Returns the natural key columns, separated by commas. */
    public String key() {
        return String.join(", ", naturalKey);
    }
}
