package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.DimensionStoreContract;
import java.util.concurrent.atomic.AtomicInteger;

class PostgresStoreContractTest extends DimensionStoreContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected DimensionStore create(Dimension dimension) {
        return PostgresStore.open(
                POSTGRES.dataSource(), dimension, options().withSchema("schema_" + SCHEMAS.incrementAndGet()));
    }

    StoreOptions options() {
        return StoreOptions.standard();
    }
}
