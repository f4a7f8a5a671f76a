package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.PushdownContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

class PostgresPushdownTest extends PushdownContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected Connection connect() throws SQLException {
        return POSTGRES.dataSource().getConnection();
    }

    @Override
    protected SqlStore create(Dimension dimension) {
        StoreOptions options = StoreOptions.standard().withSchema("pushdown_" + SCHEMAS.incrementAndGet());
        return PostgresStore.open(POSTGRES.dataSource(), dimension, options);
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }
}
