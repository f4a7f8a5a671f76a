package dev.scd2.lake;

import dev.scd2.sql.StoreOptions;

/** The contract in a table whose open ends are null. */
class DuckDbNullEndsTest extends DuckDbStoreContractTest {
    @Override
    StoreOptions options() {
        return StoreOptions.databricks();
    }
}
