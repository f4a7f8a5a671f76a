package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import java.util.EnumSet;
import java.util.Set;

class InMemoryStoreContractTest extends DimensionStoreContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return InMemoryStore.of(dimension);
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.ENFORCED_BY_DATABASE));
    }
}
