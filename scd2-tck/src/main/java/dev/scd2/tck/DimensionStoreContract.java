package dev.scd2.tck;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import org.junit.jupiter.api.Nested;

/**
 * What a {@link DimensionStore} must do, rule by rule; {@code CONTRACT.md} lists the rules.
 *
 * <pre>{@code
 * class InMemoryStoreContractTest extends DimensionStoreContract {
 *     protected DimensionStore create(Dimension dimension) {
 *         return InMemoryStore.of(dimension);
 *     }
 * }
 * }</pre>
 *
 * <p>Each test makes the stores that it needs and closes them. The name of a test begins with the number of its rule,
 * and its documentation says what to look at when it fails.
 */
public abstract class DimensionStoreContract {
    /** Returns a fresh, empty store of {@code dimension}; the kit closes it. */
    protected abstract DimensionStore create(Dimension dimension);

    /** Values come back as they went in. */
    @Nested
    class Values extends ValueRules {
        Values() {
            super(DimensionStoreContract.this::create);
        }
    }

    /** What becomes of versions when a plan is written. */
    @Nested
    class Versions extends VersionRules {
        Versions() {
            super(DimensionStoreContract.this::create);
        }
    }

    /** What is remembered beside the versions. */
    @Nested
    class Statements extends EvidenceRules {
        Statements() {
            super(DimensionStoreContract.this::create);
        }
    }

    /** What a transaction shows to the batch that is being planned. */
    @Nested
    class Reading extends ReadingRules {
        Reading() {
            super(DimensionStoreContract.this::create);
        }
    }

    /** All of a batch or nothing, one writer at a time. */
    @Nested
    class Transactions extends TransactionRules {
        Transactions() {
            super(DimensionStoreContract.this::create);
        }
    }

    /** Positions, quarantine and snapshots. */
    @Nested
    class Bookkeeping extends BookkeepingRules {
        Bookkeeping() {
            super(DimensionStoreContract.this::create);
        }
    }

    /** Everything, in the order of keys. */
    @Nested
    class Scanning extends ScanRules {
        Scanning() {
            super(DimensionStoreContract.this::create);
        }
    }
}
