package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on an account of Snowflake, where the environment names one by {@code SCD2_SNOWFLAKE_URL}. Never run yet. It makes
 * schemas of its own and drops them again.
 */
class AccountStoreContractTest extends SnowflakeStoreContractTest {
    @BeforeAll
    static void whereOneIsNamed() {
        RealAccount.require();
    }

    @AfterAll
    static void cleanUp() throws SQLException {
        RealAccount.cleanUp();
    }

    @Override
    protected DimensionStore create(Dimension dimension) {
        return RealAccount.store(dimension);
    }
}
