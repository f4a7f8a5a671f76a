package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConvergenceContract;
import dev.scd2.tck.generate.Properties;

class SnowflakeConvergenceTest extends ConvergenceContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return TestSnowflake.store(dimension);
    }

    /** Others lie side by side in one store. */
    @Override
    protected int histories() {
        return Math.max(1, Properties.histories() / 10);
    }
}
