package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.RekeyedLookupContract;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.SQLException;

class PostgresRekeyedLookupTest extends RekeyedLookupContract {
    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected Connection connect() throws SQLException {
        return POSTGRES.dataSource().getConnection();
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
