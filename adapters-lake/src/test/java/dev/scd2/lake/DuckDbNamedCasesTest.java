package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.NamedCasesContract;
import dev.scd2.tck.generate.Properties;

class DuckDbNamedCasesTest extends NamedCasesContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return SharedDuckDb.of(dimension);
    }

    @Override
    protected int orders() {
        return Math.max(1, Properties.histories() / 200);
    }
}
