package dev.scd2.cli;

import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.StoreOptions;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who made a table: what its columns are called, and how an open end looks. */
enum Preset {
    /** This program. */
    OWN(StoreOptions.standard()),
    /** Somebody in the style of Kimball. */
    KIMBALL(StoreOptions.kimball()),
    /** A dbt snapshot. */
    DBT(StoreOptions.dbt()),
    /** AUTO CDC of Databricks. */
    DATABRICKS(StoreOptions.databricks());

    private final StoreOptions options;

    Preset(StoreOptions options) {
        this.options = options;
    }

    StoreOptions options() {
        return options;
    }

    /** Returns the columns, in lower case, that say nothing of the entities in a table of this maker. */
    Set<String> bookkeeping(String table) {
        ColumnNames names = options.columns();
        return Stream.of(
                        names.surrogateKey(),
                        names.validFrom(),
                        names.validTo(),
                        names.systemFrom(),
                        names.systemTo(),
                        names.current(),
                        names.deleted(),
                        names.attributeHash(),
                        names.loadId(),
                        names.createdAt(),
                        "dbt_scd_id",
                        "dbt_updated_at",
                        "dbt_is_deleted")
                .map(name -> name.replace("*", table).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
