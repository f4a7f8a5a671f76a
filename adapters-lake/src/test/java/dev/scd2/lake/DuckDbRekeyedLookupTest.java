package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.RekeyedLookupContract;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.io.TempDir;

class DuckDbRekeyedLookupTest extends RekeyedLookupContract {
    @TempDir
    Path directory;

    @Override
    protected Connection connect() {
        return DuckDbStore.connect(directory.resolve("facts.duckdb"));
    }

    @Override
    protected DimensionStore joining(Connection open, Dimension dimension) {
        return DuckDbStore.joining(open, dimension);
    }

    @Override
    protected Dialect dialect() {
        return DuckDbDialect.INSTANCE;
    }
}
