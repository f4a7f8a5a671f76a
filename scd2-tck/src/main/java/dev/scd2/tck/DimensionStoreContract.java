package dev.scd2.tck;

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
 * and its failure says what to look at.
 */
public abstract class DimensionStoreContract extends StoreKit {
    /** Values come back as they went in. */
    @Nested
    class Values extends ValueRules {
        Values() {
            super(DimensionStoreContract.this);
        }
    }

    /** What becomes of versions when a plan is written. */
    @Nested
    class Versions extends VersionRules {
        Versions() {
            super(DimensionStoreContract.this);
        }
    }

    /** What is remembered beside the versions. */
    @Nested
    class Statements extends EvidenceRules {
        Statements() {
            super(DimensionStoreContract.this);
        }
    }

    /** What a transaction shows to the batch that is being planned. */
    @Nested
    class Reading extends ReadingRules {
        Reading() {
            super(DimensionStoreContract.this);
        }
    }

    /** How a listing is compared with the versions in force at its time. */
    @Nested
    class Listings extends ListingRules {
        Listings() {
            super(DimensionStoreContract.this);
        }
    }

    /** All of a batch or nothing, one writer at a time. */
    @Nested
    class Transactions extends TransactionRules {
        Transactions() {
            super(DimensionStoreContract.this);
        }
    }

    /** Positions, quarantine and snapshots. */
    @Nested
    class Bookkeeping extends BookkeepingRules {
        Bookkeeping() {
            super(DimensionStoreContract.this);
        }
    }

    /** Everything, in the order of keys. */
    @Nested
    class Scanning extends ScanRules {
        Scanning() {
            super(DimensionStoreContract.this);
        }
    }

    /** What a store holds of the dimension as a whole. */
    @Nested
    class State extends StateRules {
        State() {
            super(DimensionStoreContract.this);
        }
    }

    /** Rows that say when they were believed. */
    @Nested
    class Beliefs extends BeliefRules {
        Beliefs() {
            super(DimensionStoreContract.this);
        }
    }

    /** A store under a wider definition. */
    @Nested
    class Evolution extends EvolutionRules {
        Evolution() {
            super(DimensionStoreContract.this);
        }
    }

    /** Planning without writing. */
    @Nested
    class Previews extends PreviewRules {
        Previews() {
            super(DimensionStoreContract.this);
        }
    }
}
