package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.engine.History;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.Scd2Exception;
import dev.scd2.error.StoreException;
import dev.scd2.snowflake.standin.Faults;
import dev.scd2.timeline.Version;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of a batch when something fails in its middle, and of the same batch when it is applied again. */
class SnowflakeStoreFaultsTest extends SnowflakeFaults {
    @Test
    void rowsThatDoNotArriveFailTheBatch() {
        assertNothingIsLost(faults -> faults.on("COPY INTO").after(1).loadsOnly(1), StoreException.class, "arrived");
    }

    @Test
    void aFileThatDoesNotArriveFailsTheBatch() {
        assertNothingIsLost(faults -> faults.on("PUT").losesFile(), StoreException.class, "read the histories");
    }

    @Test
    void aLockThatIsNotHadInTimeIsAConflict() {
        assertNothingIsLost(
                faults -> faults.on("SET batches").fails("000625", "57014", "waited for a lock"),
                ConcurrentCommitException.class,
                "faster");
    }

    @Test
    void aMergeThatIsRefusedLeavesNothing() {
        assertNothingIsLost(
                faults -> faults.on("MERGE INTO").fails("000603", "XX000", "an incident"),
                StoreException.class,
                "write a batch");
    }

    @Test
    void aSessionThatEndsInMidBatchLeavesNothing() {
        assertNothingIsLost(faults -> faults.on("COPY INTO").after(1).endsSession(), StoreException.class, "390111");
    }

    @Test
    void aTokenThatExpiresInMidBatchIsRenewedAndTheBatchGoesOn() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("MERGE INTO").expiresToken();
            History.of(store).apply(SECOND);
            assertThat(faults.pending()).isZero();
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST, SECOND));
        }
    }

    @Test
    void aSessionWhoseRollbackIsLostIsNobodysAnyMore() {
        assertNothingIsLost(
                faults -> {
                    faults.on("MERGE INTO").after(1).isGoneBefore();
                    faults.on("ROLLBACK").isGoneBefore();
                },
                StoreException.class,
                "write a batch");
    }

    private void assertNothingIsLost(Consumer<Faults> plan, Class<? extends Scd2Exception> failure, String says) {
        try (SnowflakeStore store = store()) {
            History history = History.of(store);
            history.apply(FIRST);
            List<Version> before = versions(store);
            plan.accept(faults);
            assertThatThrownBy(() -> history.apply(SECOND))
                    .isInstanceOf(failure)
                    .hasMessageContaining(says);
            assertThat(faults.pending()).isZero();
            assertThat(pauses).isEmpty();
            assertThat(versions(store)).isEqualTo(before);
            applyAgain(store);
        }
    }
}
