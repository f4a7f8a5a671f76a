package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.cases.PushdownContract;
import java.sql.Connection;
import java.sql.SQLException;

class SnowflakePushdownTest extends PushdownContract {
    @Override
    protected Connection connect() throws SQLException {
        return TestSnowflake.sessions().getConnection();
    }

    @Override
    protected SqlStore create(Dimension dimension) {
        return TestSnowflake.store(dimension);
    }

    @Override
    protected Dialect dialect() {
        return SnowflakeDialect.INSTANCE;
    }
}
