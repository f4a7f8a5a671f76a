package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Fuse;
import dev.scd2.tck.KilledWriterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckDbKilledWriterTest extends KilledWriterContract {
    @TempDir
    Path directory;

    @Override
    protected String place(int number) {
        return directory.resolve(number + ".duckdb").toString();
    }

    @Override
    protected DimensionStore open(String place, Dimension dimension, Fuse fuse) {
        return FusedDuckDb.open(Path.of(place), dimension, fuse);
    }

    /** The writer. */
    public static void main(String... arguments) throws Exception {
        new DuckDbKilledWriterTest().write(arguments);
    }
}
