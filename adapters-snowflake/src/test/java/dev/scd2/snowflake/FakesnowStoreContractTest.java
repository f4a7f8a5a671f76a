package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on fakesnow, where it is installed. */
@ExtendWith(FakesnowDifferences.class)
class FakesnowStoreContractTest extends SnowflakeStoreContractTest {
    @BeforeAll
    static void whereItIs() {
        Fakesnow.require();
    }

    @Override
    protected DimensionStore create(Dimension dimension) {
        return Fakesnow.store(dimension);
    }
}
