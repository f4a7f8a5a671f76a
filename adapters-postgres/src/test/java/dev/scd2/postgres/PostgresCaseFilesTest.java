package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.CaseFilesContract;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresCaseFilesTest extends CaseFilesContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

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
    protected DimensionStore create(Dimension dimension) {
        StoreOptions options = StoreOptions.standard().withSchema("schema_" + SCHEMAS.incrementAndGet());
        return PostgresStore.open(postgres.dataSource(), dimension, options);
    }

    @Override
    protected Joiner joiner() {
        return SqlJoiner.on(
                () -> postgres.dataSource().getConnection(), PostgresDialect.INSTANCE, JoinDialect.POSTGRES);
    }

    /** Side by side in one store; all of them are tried on the reference store. */
    @Override
    protected int orders() {
        return 4;
    }
}
