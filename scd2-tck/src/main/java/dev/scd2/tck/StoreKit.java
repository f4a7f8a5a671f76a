package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Properties;
import java.util.EnumSet;
import java.util.Set;

/** What every contract asks of whoever brings a store: where to get an empty one, and what it can do. */
public abstract class StoreKit {
    /** Returns a fresh, empty store of {@code dimension}; the kit closes it. */
    protected abstract DimensionStore create(Dimension dimension);

    /** Returns what the store can do: everything, unless this is overridden. */
    protected Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /**
     * Returns how many histories get a store of their own: a tenth of {@code -Dscd2.histories}, because making a store of a
     * database takes its time.
     */
    protected int histories() {
        return Math.max(1, Properties.histories() / 10);
    }

    /**
     * Returns in how many orders a named case is tried at most: in all of them, unless this is overridden. A store that is
     * slow to make takes a share of {@code -Dscd2.histories}, so that the long form tries them all.
     */
    protected int orders() {
        return Integer.MAX_VALUE;
    }

    final boolean has(Capability capability) {
        return capabilities().contains(capability);
    }
}
