package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Capability;
import dev.scd2.tck.DimensionStoreContract;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class DuckDbStoreContractTest extends DimensionStoreContract {
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected DimensionStore create(Dimension dimension) {
        return DuckDbStore.open(directory.resolve(FILES.incrementAndGet() + ".duckdb"), dimension, options());
    }

    StoreOptions options() {
        return StoreOptions.standard();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.ENFORCED_BY_DATABASE));
    }
}
