package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;

/** The contract in a table whose open ends are null. */
class SnowflakeNullEndsTest extends SnowflakeStoreContractTest {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return TestSnowflake.store(dimension, StoreOptions.dbt());
    }
}
