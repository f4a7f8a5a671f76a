package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.CaseFilesContract;
import dev.scd2.tck.cases.Joiner;
import java.util.concurrent.atomic.AtomicInteger;

class PostgresCaseFilesTest extends CaseFilesContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected DimensionStore create(Dimension dimension) {
        StoreOptions options = StoreOptions.standard().withSchema("schema_" + SCHEMAS.incrementAndGet());
        return PostgresStore.open(POSTGRES.dataSource(), dimension, options);
    }

    @Override
    protected Joiner joiner() {
        return SqlJoiner.on(
                () -> POSTGRES.dataSource().getConnection(), PostgresDialect.INSTANCE, JoinDialect.POSTGRES);
    }

    /** Side by side in one store; all of them are tried on the reference store. */
    @Override
    protected int orders() {
        return 4;
    }
}
