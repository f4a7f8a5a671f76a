package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import org.junit.jupiter.api.Nested;

/**
 * Histories that other systems get wrong, each by name, on a store driven by the engine. Each is applied in every order
 * of its changes and twice, and must show the table that the test says, which must also be what the oracle believes.
 *
 * <p>On failure look first at whether the same case fails on the reference store: then it is the engine, else the store.
 */
public abstract class NamedCasesContract {
    /** Returns a fresh, empty store of {@code dimension}; the kit closes it. */
    protected abstract DimensionStore create(Dimension dimension);

    /** Late changes, no-ops, deletes and revivals. */
    @Nested
    class Order extends OrderCases {
        Order() {
            super(NamedCasesContract.this::create);
        }
    }

    /** Nulls, keys, ties and what is refused. */
    @Nested
    class Content extends ContentCases {
        Content() {
            super(NamedCasesContract.this::create);
        }
    }

    /** Complete listings. */
    @Nested
    class Listings extends SnapshotCases {
        Listings() {
            super(NamedCasesContract.this::create);
        }
    }
}
