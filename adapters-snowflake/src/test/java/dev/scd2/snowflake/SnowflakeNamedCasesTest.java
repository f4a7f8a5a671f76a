package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.NamedCasesContract;
import dev.scd2.tck.generate.Properties;

class SnowflakeNamedCasesTest extends NamedCasesContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return TestSnowflake.store(dimension);
    }

    @Override
    protected int orders() {
        return Math.max(1, Properties.histories() / 500);
    }
}
