package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.ConvergenceContract;

/** Convergence, tried on the fault that is being tried; started by {@link BrokenStoresTest} and not by itself. */
class ConvergenceOfABrokenStore extends ConvergenceContract {
    private static volatile Fault tried = Fault.NONE;

    static void trying(Fault fault) {
        tried = fault;
    }

    @Override
    protected DimensionStore create(Dimension dimension) {
        return tried.store().apply(dimension);
    }
}
