package dev.scd2.lake;

import dev.scd2.sql.StoreOptions;

/** The contract in a table whose open ends are null. */
class DuckDbNullEndsTest extends DuckDbStoreContractTest {
    @Override
    StoreOptions options() {
        return StoreOptions.databricks();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.ENFORCED_BY_DATABASE));
    }
}
