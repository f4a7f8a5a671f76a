package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.RekeyedLookupContract;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresRekeyedLookupTest extends RekeyedLookupContract {
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.in(directory).start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    protected Connection connect() throws SQLException {
        return postgres.dataSource().getConnection();
    }

    @Override
    protected DimensionStore joining(Connection open, Dimension dimension) {
        return PostgresStore.joining(open, dimension);
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }
}
