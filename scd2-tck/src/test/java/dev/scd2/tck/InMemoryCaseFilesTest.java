package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.cases.Joiner;
import dev.scd2.tck.cases.MemoryJoiner;

class InMemoryCaseFilesTest extends CaseFilesContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return InMemoryStore.of(dimension);
    }

    @Override
    protected Joiner joiner() {
        return new MemoryJoiner();
    }
}
