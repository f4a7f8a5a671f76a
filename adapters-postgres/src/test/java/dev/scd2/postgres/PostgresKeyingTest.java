package dev.scd2.postgres;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.KeyingContract;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.SQLException;

class PostgresKeyingTest extends KeyingContract {
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
    protected JoinDialect joinDialect() {
        return JoinDialect.POSTGRES;
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }
}
