package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.Capability;
import dev.scd2.tck.DimensionStoreContract;
import java.util.EnumSet;
import java.util.Set;

/** The contract, tried on the fault that is being tried; started by {@link BrokenStoresTest} and not by itself. */
class ContractOfABrokenStore extends DimensionStoreContract {
    private static volatile Fault tried = Fault.NONE;

    static void trying(Fault fault) {
        tried = fault;
    }

    @Override
    protected DimensionStore create(Dimension dimension) {
        return tried.store().apply(dimension);
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.ENFORCED_BY_DATABASE));
    }
}
