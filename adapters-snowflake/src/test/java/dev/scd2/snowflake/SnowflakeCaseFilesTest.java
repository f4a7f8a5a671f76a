package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.CaseFilesContract;
import dev.scd2.tck.cases.Joiner;

class SnowflakeCaseFilesTest extends CaseFilesContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return TestSnowflake.store(dimension);
    }

    @Override
    protected Joiner joiner() {
        return SnowflakeJoinTest.sqlJoiner();
    }

    /** Side by side in one store; all of them are tried on the reference store. */
    @Override
    protected int orders() {
        return 2;
    }
}
