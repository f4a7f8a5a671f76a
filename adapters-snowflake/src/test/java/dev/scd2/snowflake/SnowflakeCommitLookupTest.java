package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.engine.History;
import dev.scd2.error.CommitOutcomeUnknownException;
import dev.scd2.error.StoreException;
import dev.scd2.store.BatchResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The line is cut between MERGE and COMMIT, or behind COMMIT: what became of the batch is looked up, and nothing is retried before. */
class SnowflakeCommitLookupTest extends SnowflakeFaults {
    @Test
    void aCommitThatWasMadeAndNotAnsweredIsOne() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("COMMIT").isGoneAfter();
            BatchResult result = History.of(store).apply(SECOND);
            assertThat(faults.pending()).isZero();
            assertThat(result.plan().restatements()).isNotEmpty();
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST, SECOND));
            assertThat(History.of(store).apply(SECOND).plan().mutations()).isEmpty();
        }
    }

    @Test
    void aCommitThatNeverArrivedIsNone() {
        assertNoneAndApplyAgain(() -> faults.on("COMMIT").isGoneBefore());
    }

    @Test
    void aSessionThatEndsBetweenMergeAndCommitLeavesNothing() {
        assertNoneAndApplyAgain(() -> faults.on("COMMIT").endsSession());
    }

    private void assertNoneAndApplyAgain(Runnable plan) {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            plan.run();
            assertThatThrownBy(() -> History.of(store).apply(SECOND))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Could not commit a batch");
            assertThat(faults.pending()).isZero();
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST));
            applyAgain(store);
        }
    }

    @Test
    void aCommitThatWasMadeIsFoundBehindThatOfAnotherWriter() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("COMMIT").isGoneAfter();
            anotherWritesBeforeTheLookup(store);
            assertThat(History.of(store).apply(SECOND).plan().restatements()).isNotEmpty();
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST, SECOND, ANOTHER));
        }
    }

    @Test
    void theCommitOfAnotherWriterIsNotTakenForOnesOwn() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("COMMIT").isGoneBefore();
            anotherWritesBeforeTheLookup(store);
            assertThatThrownBy(() -> History.of(store).apply(SECOND)).isInstanceOf(StoreException.class);
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST, ANOTHER));
            applyAgain(store, ANOTHER);
        }
    }

    private void anotherWritesBeforeTheLookup(SnowflakeStore store) {
        meanwhile.add(() -> {}); // the session of the batch itself
        meanwhile.add(() -> {
            Thread other = new Thread(
                    () -> History.of(store.reopened(store.dimension())).apply(ANOTHER));
            other.start();
            try {
                other.join();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
    }

    @Test
    void aLookUpThatIsNotAnsweredIsTriedAgain() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("COMMIT").isGoneAfter();
            faults.on("SET batches").after(1).endsSession();
            History.of(store).apply(SECOND);
            assertThat(pauses).containsExactly(Duration.ofSeconds(1));
            assertThat(versions(store)).isEqualTo(undisturbed(FIRST, SECOND));
        }
    }

    @Test
    void whatCannotBeLookedUpIsToldAndTheBatchMayBeAppliedAgain() {
        try (SnowflakeStore store = store()) {
            History.of(store).apply(FIRST);
            faults.on("COMMIT").isGoneAfter();
            for (int lookUp = 1; lookUp <= 3; lookUp++) {
                faults.on("SET batches").after(lookUp).endsSession();
            }
            assertThatThrownBy(() -> History.of(store).apply(SECOND))
                    .isInstanceOf(CommitOutcomeUnknownException.class)
                    .hasMessageContaining("could not be looked up")
                    .hasMessageContaining("Apply the batch again");
            assertThat(faults.pending()).isZero();
            assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
            applyAgain(store);
        }
    }
}
