package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Properties;

class InMemoryBitemporalTest extends BitemporalContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return InMemoryStore.of(dimension);
    }

    /** A store in memory costs nothing to make. */
    @Override
    protected int histories() {
        return Properties.histories();
    }
}
