package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Delete;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All of a batch or nothing, one writer at a time. */
@Timeout(60)
abstract class TransactionRules extends StoreRules {
    private static final Key KEY = Key.of("M1");
    private static final int WRITERS = 4;
    private static final int BATCHES = 10;

    TransactionRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("what commits by itself: DDL, bulk loads on another connection, auto-commit.")
    @Test
    void store40_closingWithoutCommitLeavesNothing() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", "west"))
                .evidence(values(KEY, JAN, Sequence.of(1), "A", "west"))
                .reached(new Position("orders", 0, 10))
                .commitTo(store);
        List<Held> before = Held.of(store);

        try (StoreTransaction transaction = store.begin()) {
            everything(store).writeTo(transaction);
        }

        assertThat(Held.of(store)).isEqualTo(before);
        assertThat(store.quarantine()).isEmpty();
        assertThat(store.snapshots()).isEmpty();
        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 10));
        assertThat(store.reached("orders", 1)).isEmpty();
    }

    @LookAt("the state a rolled back transaction leaves in the store object: the next one must work.")
    @Test
    void store41_aBatchCanBeWrittenAfterOneThatWasRolledBack() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", "west")).commitTo(store);
        try (StoreTransaction transaction = store.begin()) {
            everything(store).writeTo(transaction);
        }
        everything(store).commitTo(store);

        assertThat(versions(store, KEY))
                .containsExactly(version(JAN, FEB, "A", "west"), version(FEB, null, "B", "west"));
        assertThat(store.history(KEY).evidence()).hasSize(1);
        assertThat(store.quarantine()).hasSize(1);
        assertThat(store.snapshots()).hasSize(1);
        assertThat(store.reached("orders", 1)).contains(new Position("orders", 1, 11));
    }

    @LookAt("the isolation of readers: they see the table as it was committed, and do not wait.")
    @Test
    void store42_readersSeeNothingOfABatchBeforeItsCommit() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", "west")).commitTo(store);
        List<Held> before = Held.of(store);
        try (StoreTransaction transaction = store.begin()) {
            everything(store).writeTo(transaction);
            assertThat(Held.of(store)).isEqualTo(before);
            assertThat(versions(store, KEY)).containsExactly(version(JAN, null, "A", "west"));
            assertThat(store.quarantine()).isEmpty();
            assertThat(store.snapshots()).isEmpty();
            assertThat(store.reached("orders", 1)).isEmpty();
            transaction.commit();
        }
        assertThat(versions(store, KEY)).hasSize(2);
        assertThat(store.quarantine()).hasSize(1);
    }

    @LookAt("the counter of surrogate keys: ranges must not overlap, within and across transactions.")
    @Test
    void store43_reservedSurrogateKeysAreNeverReservedTwice() {
        DimensionStore store = create(MEMBER);
        List<Long> reserved = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            try (StoreTransaction transaction = store.begin()) {
                for (int count : new int[] {1, 3, 2}) {
                    long first = transaction.reserveSurrogates(count);
                    for (int i = 0; i < count; i++) {
                        reserved.add(first + i);
                    }
                }
                transaction.commit();
            }
        }
        assertThat(reserved).doesNotHaveDuplicates().allMatch(surrogate -> surrogate >= 1);
    }

    @LookAt("a counter that is rolled back though versions beyond it were committed meanwhile.")
    @Test
    void store44_surrogateKeysStayUniqueAfterARollback() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", "west")).commitTo(store);
        try (StoreTransaction transaction = store.begin()) {
            everything(store).writeTo(transaction);
        }
        everything(store).commitTo(store);
        plan().insert(Key.of("M2"), version(JAN, null, "A", "west")).commitTo(store);

        assertThat(surrogates(store)).hasSize(3).doesNotHaveDuplicates();
    }

    @LookAt("what serialises writers. Each must either wait for the one before it or fail with "
            + "ConcurrentCommitException, and then nothing of it is left.")
    @Test
    void store45_concurrentWritersLoseNothing() throws InterruptedException, ExecutionException, TimeoutException {
        DimensionStore store = create(MEMBER);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "W" + writer;
                running.add(writers.submit(() -> writeBatches(store, name)));
            }
            for (Future<?> one : running) {
                one.get(50, TimeUnit.SECONDS);
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(keys(store)).hasSize(WRITERS * BATCHES);
        assertThat(surrogates(store)).hasSize(WRITERS * BATCHES).doesNotHaveDuplicates();
    }

    @LookAt("what a visitor's exception leaves open: a cursor, a lock, a transaction.")
    @Test
    void store46_aVisitorThatFailsLeavesTheStoreUsable() {
        DimensionStore store = create(MEMBER);
        plan().insert(KEY, version(JAN, null, "A", "west"))
                .insert(Key.of("M2"), version(JAN, null, "A", "west"))
                .commitTo(store);
        IllegalStateException failure = new IllegalStateException("the visitor has had enough");

        assertThatThrownBy(() -> store.scan(history -> {
                    throw failure;
                }))
                .isSameAs(failure);

        everything(store).commitTo(store);
        assertThat(keys(store)).hasSize(2);
    }

    private static PlanDraft everything(DimensionStore store) {
        StoredVersion held = onlyVersion(store, KEY);
        return plan().resize(held.surrogate(), KEY, held.version().interval(), Interval.of(JAN, FEB))
                .insert(KEY, version(FEB, null, "B", "west"))
                .evidence(values(KEY, FEB, Sequence.of(2), "B", "west"))
                .mark(listing(MEMBER, MAR, Sequence.of(3)))
                .rejection(
                        new Rejection(Reason.NULL_KEY, "no key", Delete.of(Map.of(), JAN, Sequence.of(1)), null, "id"))
                .reached(new Position("orders", 0, 11), new Position("orders", 1, 11));
    }

    private static List<Long> surrogates(DimensionStore store) {
        return scan(store).stream()
                .flatMap(history -> history.versions().stream())
                .map(StoredVersion::surrogate)
                .toList();
    }

    private static void writeBatches(DimensionStore store, String name) {
        for (int batch = 0; batch < BATCHES; batch++) {
            PlanDraft plan = plan().insert(Key.of(name + "-" + batch), version(JAN, null, "A", "west"));
            boolean written = false;
            for (int attempt = 0; !written && attempt < 1_000; attempt++) {
                try {
                    plan.commitTo(store);
                    written = true;
                } catch (ConcurrentCommitException anotherWasFaster) {
                    Thread.onSpinWait();
                }
            }
            assertThat(written).as("a writer gets its turn").isTrue();
        }
    }
}
