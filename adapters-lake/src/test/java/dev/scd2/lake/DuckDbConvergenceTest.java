package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConvergenceContract;

class DuckDbConvergenceTest extends ConvergenceContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return SharedDuckDb.of(dimension);
    }
}
