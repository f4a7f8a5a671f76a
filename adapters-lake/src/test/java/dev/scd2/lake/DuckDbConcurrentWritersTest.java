package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConcurrentWritersContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckDbConcurrentWritersTest extends ConcurrentWritersContract {
    @TempDir
    Path directory;

    @Override
    protected String place(int number) {
        return directory.resolve(number + ".duckdb").toString();
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension) {
        return DuckDbStore.open(Path.of(place), dimension);
    }
}
