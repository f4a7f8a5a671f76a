package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.BitemporalContract;
import dev.scd2.tck.generate.Properties;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class DuckDbBitemporalTest extends BitemporalContract {
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected DimensionStore create(Dimension dimension) {
        return DuckDbStore.open(directory.resolve(FILES.incrementAndGet() + ".duckdb"), dimension);
    }

    /** Others lie side by side in one store. */
    @Override
    protected int histories() {
        return Math.max(1, Properties.histories() / 25);
    }
}
