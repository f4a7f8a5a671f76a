package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.KeyingContract;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.SQLException;

class SnowflakeKeyingTest extends KeyingContract {
    @Override
    protected Connection connect() throws SQLException {
        return TestSnowflake.emptyDatabase();
    }

    @Override
    protected DimensionStore joining(Connection open, Dimension dimension) {
        return SnowflakeStore.joining(open, dimension);
    }

    @Override
    protected JoinDialect joinDialect() {
        return JoinDialect.SNOWFLAKE;
    }

    @Override
    protected Dialect dialect() {
        return SnowflakeDialect.INSTANCE;
    }
}
