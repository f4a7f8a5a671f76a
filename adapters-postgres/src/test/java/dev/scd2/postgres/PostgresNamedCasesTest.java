package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.NamedCasesContract;
import dev.scd2.tck.generate.Properties;
import java.util.concurrent.atomic.AtomicInteger;

class PostgresNamedCasesTest extends NamedCasesContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected DimensionStore create(Dimension dimension) {
        StoreOptions options = StoreOptions.standard().withSchema("schema_" + SCHEMAS.incrementAndGet());
        return PostgresStore.open(POSTGRES.dataSource(), dimension, options);
    }

    @Override
    protected int orders() {
        return Math.max(1, Properties.histories() / 200);
    }
}
