package dev.scd2.postgres;

import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.TimelinesContract;
import java.sql.Connection;
import java.sql.SQLException;

class PostgresTimelinesTest extends TimelinesContract {
    @Override
    protected Connection connect() throws SQLException {
        return TestPostgres.database().dataSource().getConnection();
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }
}
