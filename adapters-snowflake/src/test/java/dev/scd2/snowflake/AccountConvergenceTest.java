package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Random histories on an account of Snowflake, as {@link AccountStoreContractTest}. Never run yet. */
class AccountConvergenceTest extends SnowflakeConvergenceTest {
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
