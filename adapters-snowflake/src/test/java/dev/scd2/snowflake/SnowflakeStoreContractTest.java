package dev.scd2.snowflake;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Capability;
import dev.scd2.tck.DimensionStoreContract;
import java.util.EnumSet;
import java.util.Set;

class SnowflakeStoreContractTest extends DimensionStoreContract {
    @Override
    protected DimensionStore create(Dimension dimension) {
        return TestSnowflake.store(dimension);
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.ENFORCED_BY_DATABASE));
    }
}
