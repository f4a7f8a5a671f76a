package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.RekeyingContract;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.SQLException;

class SnowflakeRekeyingTest extends RekeyingContract {
    @Override
    protected Connection connect() throws SQLException {
        return TestSnowflake.emptyDatabase();
    }

    @Override
    protected DimensionStore joining(Connection open, Dimension dimension) {
        return SnowflakeStore.joining(open, dimension);
    }

    @Override
    protected void tidy(Connection open) {
        // Each test has a database of its own.
    }

    @Override
    protected Dialect dialect() {
        return SnowflakeDialect.INSTANCE;
    }
}
