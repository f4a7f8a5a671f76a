package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import java.util.HashMap;
import java.util.Map;

class InMemoryConcurrentWritersTest extends ConcurrentWritersContract {
    private final Map<String, DimensionStore> stores = new HashMap<>();

    @Override
    protected String place(int number) {
        return Integer.toString(number);
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension) {
        return stores.computeIfAbsent(place, fresh -> InMemoryStore.of(dimension));
    }
}
