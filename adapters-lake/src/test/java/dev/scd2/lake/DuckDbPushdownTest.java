package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.SqlStore;
import dev.scd2.sql.cases.PushdownContract;
import java.sql.Connection;
import java.sql.SQLException;

class DuckDbPushdownTest extends PushdownContract {
    @Override
    protected Connection connect() throws SQLException {
        return SharedDuckDb.connection();
    }

    @Override
    protected SqlStore create(Dimension dimension) {
        return SharedDuckDb.of(dimension);
    }

    @Override
    protected Dialect dialect() {
        return DuckDbDialect.INSTANCE;
    }
}
