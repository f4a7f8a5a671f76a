package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.RekeyedLookupContract;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.SQLException;

class SnowflakeRekeyedLookupTest extends RekeyedLookupContract {
    @Override
    protected Connection connect() throws SQLException {
        return TestSnowflake.emptyDatabase();
    }

    @Override
    protected DimensionStore joining(Connection open, Dimension dimension) {
        return SnowflakeStore.joining(open, dimension);
    }

    @Override
    protected void undo(Connection open) throws SQLException {
        open.rollback();
        TestSnowflake.useEmptyDatabase(open);
    }

    @Override
    protected Dialect dialect() {
        return SnowflakeDialect.INSTANCE;
    }
}
