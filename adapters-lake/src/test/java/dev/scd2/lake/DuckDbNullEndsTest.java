package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.DimensionStoreContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** The contract in a table whose open ends are null. */
class DuckDbNullEndsTest extends DimensionStoreContract {
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected DimensionStore create(Dimension dimension) {
        Path file = directory.resolve(FILES.incrementAndGet() + ".duckdb");
        return DuckDbStore.open(file, dimension, StoreOptions.databricks());
    }
}
