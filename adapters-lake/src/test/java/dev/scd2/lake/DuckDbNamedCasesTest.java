package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.NamedCasesContract;
import dev.scd2.tck.generate.Properties;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class DuckDbNamedCasesTest extends NamedCasesContract {
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    static Path directory;

    @Override
    protected DimensionStore create(Dimension dimension) {
        return DuckDbStore.open(directory.resolve(FILES.incrementAndGet() + ".duckdb"), dimension);
    }

    @Override
    protected int orders() {
        return Math.max(1, Properties.histories() / 200);
    }
}
