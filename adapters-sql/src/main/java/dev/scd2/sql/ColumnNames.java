package dev.scd2.sql;

import dev.scd2.dimension.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * What the columns of a table of versions are called, beside those of the dimension itself.
 *
 * <p>A {@code *} in a name stands for the name of the dimension. Immutable.
 *
 * @param surrogateKey the identity of a version; what facts keep
 * @param validFrom its first instant, inclusive
 * @param validTo its end, exclusive; as the {@link StoreOptions.OpenEnd} says while it is open
 * @param systemFrom from when it was believed, inclusive; only in a table with system time
 * @param systemTo until when, exclusive; likewise while it is believed; only with system time
 * @param current whether it still holds, is believed and marks no absence
 * @param deleted whether it marks an absence
 * @param attributeHash the hash of its tracked attributes
 * @param loadId the load that wrote it
 * @param createdAt when the row was written, by the clock of the database
 */
public record ColumnNames(
        String surrogateKey,
        String validFrom,
        String validTo,
        String systemFrom,
        String systemTo,
        String current,
        String deleted,
        String attributeHash,
        String loadId,
        String createdAt) {
    private static final ColumnNames STANDARD = new ColumnNames(
            "surrogate_key",
            "valid_from",
            "valid_to",
            "system_from",
            "system_to",
            "is_current",
            "is_deleted",
            "attribute_hash",
            "load_id",
            "created_at");
    private static final ColumnNames KIMBALL = new ColumnNames(
            "*_sk",
            "validity_start_ts",
            "validity_end_ts",
            "known_from_ts",
            "known_to_ts",
            "current_flag",
            "deleted_flag",
            "attr_hash",
            "load_id",
            "created_at");
    /** What dbt keeps beside is not ours and has names that a source may use too, so ours have a prefix. */
    private static final ColumnNames DBT = new ColumnNames(
            "scd2_surrogate_key",
            "dbt_valid_from",
            "dbt_valid_to",
            "scd2_system_from",
            "scd2_system_to",
            "scd2_is_current",
            "scd2_is_deleted",
            "scd2_attribute_hash",
            "scd2_load_id",
            "scd2_created_at");

    private static final ColumnNames DATABRICKS = new ColumnNames(
            "__SURROGATE_KEY",
            "__START_AT",
            "__END_AT",
            "__SYSTEM_START_AT",
            "__SYSTEM_END_AT",
            "__IS_CURRENT",
            "__IS_DELETED",
            "__ATTRIBUTE_HASH",
            "__LOAD_ID",
            "__CREATED_AT");

    /** Makes the names of a table without system time. */
    public ColumnNames(
            String surrogateKey,
            String validFrom,
            String validTo,
            String current,
            String deleted,
            String attributeHash,
            String loadId,
            String createdAt) {
        this(
                surrogateKey,
                validFrom,
                validTo,
                "system_from",
                "system_to",
                current,
                deleted,
                attributeHash,
                loadId,
                createdAt);
    }

    /** Returns the product's own names: {@code surrogate_key}, {@code valid_from}, {@code valid_to} and so on. */
    public static ColumnNames standard() {
        return STANDARD;
    }

    /** Returns the names of the Kimball school: {@code member_sk}, {@code validity_start_ts}, {@code current_flag}. */
    public static ColumnNames kimball() {
        return KIMBALL;
    }

    /**
     * Returns the names of dbt snapshots, {@code dbt_valid_from} and {@code dbt_valid_to}, with {@code scd2_surrogate_key}
     * and so on for what dbt does not keep. {@code dbt_scd_id}, {@code dbt_updated_at} and {@code dbt_is_deleted} are columns
     * of the table that the store leaves alone.
     */
    public static ColumnNames dbt() {
        return DBT;
    }

    /** Returns the names of Databricks, {@code __START_AT} and {@code __END_AT}, with {@code __SURROGATE_KEY} and so on. */
    public static ColumnNames databricks() {
        return DATABRICKS;
    }

    /** Returns these names with {@code *} replaced by the name of {@code dimension}. */
    public ColumnNames of(Dimension dimension) {
        String name = dimension.name();
        return new ColumnNames(
                surrogateKey.replace("*", name),
                validFrom.replace("*", name),
                validTo.replace("*", name),
                systemFrom.replace("*", name),
                systemTo.replace("*", name),
                current.replace("*", name),
                deleted.replace("*", name),
                attributeHash.replace("*", name),
                loadId.replace("*", name),
                createdAt.replace("*", name));
    }

    /** Returns the names that a table of {@code dimension} has, in the order of the components; immutable. */
    List<String> in(Dimension dimension) {
        List<String> names = new ArrayList<>(List.of(surrogateKey, validFrom, validTo));
        if (dimension.isBitemporal()) {
            names.addAll(List.of(systemFrom, systemTo));
        }
        names.addAll(List.of(current, deleted, attributeHash, loadId, createdAt));
        return List.copyOf(names);
    }
}
