package dev.scd2.benchmarks;

import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import java.util.List;
import java.util.function.Consumer;

/** A store of which a scan shows some keys only, so that a sample of a big one can be verified. */
final class SampledStore extends ForwardingStore {
    private final List<Key> keys;

    SampledStore(DimensionStore store, List<Key> keys) {
        super(store);
        this.keys = keys;
    }

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        keys.forEach(key -> visitor.accept(store.history(key)));
    }
}
