package dev.scd2.postgres;

import dev.scd2.sql.StoreOptions;

/** The contract in a table whose open ends are null. */
class PostgresNullEndsTest extends PostgresStoreContractTest {
    @Override
    StoreOptions options() {
        return StoreOptions.dbt();
    }
}
