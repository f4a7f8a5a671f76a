package dev.scd2.snowflake;

import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.TimelinesContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

class SnowflakeTimelinesTest extends TimelinesContract {
    @Override
    protected Connection connect() throws SQLException {
        return TestSnowflake.emptyDatabase();
    }

    @Override
    protected Dialect dialect() {
        return SnowflakeDialect.INSTANCE;
    }

    @Override
    protected Optional<String> infinity() {
        return Optional.empty();
    }
}
