package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.KeyingContract;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.io.TempDir;

class DuckDbKeyingTest extends KeyingContract {
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
    protected JoinDialect joinDialect() {
        return JoinDialect.DUCKDB;
    }

    @Override
    protected Dialect dialect() {
        return DuckDbDialect.INSTANCE;
    }
}
