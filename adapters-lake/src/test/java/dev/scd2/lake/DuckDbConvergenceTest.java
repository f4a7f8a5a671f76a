package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConvergenceContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class DuckDbConvergenceTest extends ConvergenceContract {
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected DimensionStore create(Dimension dimension) {
        return DuckDbStore.open(directory.resolve(FILES.incrementAndGet() + ".duckdb"), dimension);
    }
}
