package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.RekeyingContract;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.io.TempDir;

class DuckDbRekeyingTest extends RekeyingContract {
    @TempDir
    Path directory;

    @Override
    protected Connection connect() {
        return DuckDbStore.connect(directory.resolve("facts.duckdb"));
    }

    @Override
    protected DimensionStore joining(Connection connection, Dimension dimension) {
        return DuckDbStore.joining(connection, dimension);
    }

    @Override
    protected void tidy(Connection open) {
        // Each test has a file of its own.
    }

    @Override
    protected Dialect dialect() {
        return DuckDbDialect.INSTANCE;
    }
}
