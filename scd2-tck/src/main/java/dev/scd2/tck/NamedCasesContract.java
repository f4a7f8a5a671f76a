package dev.scd2.tck;

import org.junit.jupiter.api.Nested;

/**
 * Histories that other systems get wrong, each by name, on a store driven by the engine. Each is applied in every order
 * of its changes and twice, and must show the table that the test says, which must also be what the oracle believes.
 *
 * <p>On failure look first at whether the same case fails on the reference store: then it is the engine, else the store.
 */
public abstract class NamedCasesContract extends StoreKit {
    /** Late changes, no-ops, deletes and revivals. */
    @Nested
    class Order extends OrderCases {
        Order() {
            super(NamedCasesContract.this);
        }
    }

    /** Nulls, keys, ties and what is refused. */
    @Nested
    class Content extends ContentCases {
        Content() {
            super(NamedCasesContract.this);
        }
    }

    /** Complete listings. */
    @Nested
    class Listings extends SnapshotCases {
        Listings() {
            super(NamedCasesContract.this);
        }
    }

    /** Erasures, listings of periods and widened dimensions. */
    @Nested
    class Law extends LawCases {
        Law() {
            super(NamedCasesContract.this);
        }
    }

    /** What applying a batch promises. */
    @Nested
    class Applying extends ApplyingCases {
        Applying() {
            super(NamedCasesContract.this);
        }
    }

    /** What becomes of bad input and of new columns. */
    @Nested
    class Refusals extends RefusalCases {
        Refusals() {
            super(NamedCasesContract.this);
        }
    }

    /** What can always be checked. */
    @Nested
    class Checks extends CheckCases {
        Checks() {
            super(NamedCasesContract.this);
        }
    }
}
