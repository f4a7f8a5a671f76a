package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.BitemporalContract;
import dev.scd2.tck.generate.Properties;
import java.util.concurrent.atomic.AtomicInteger;

class PostgresBitemporalTest extends BitemporalContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected DimensionStore create(Dimension dimension) {
        StoreOptions options = StoreOptions.standard().withSchema("schema_" + SCHEMAS.incrementAndGet());
        return PostgresStore.open(POSTGRES.dataSource(), dimension, options);
    }

    /** Others lie side by side in one store. */
    @Override
    protected int histories() {
        return Math.max(1, Properties.histories() / 25);
    }
}
