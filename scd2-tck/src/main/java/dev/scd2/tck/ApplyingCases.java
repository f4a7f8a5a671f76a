package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What applying a batch promises, sentence by sentence. */
abstract class ApplyingCases extends CaseRules {
    private static final Position HERE = new Position("feed", 0, 7);
    private static final Dimension PERSON = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("phone", ColumnType.TEXT)
            .personal("phone")
            .build();

    ApplyingCases(StoreKit kit) {
        super(kit);
    }

    @Test
    @DisplayName("One batch is atomic: versions, evidence, quarantine, positions and audit entry commit together, or"
            + " nothing does.")
    void oneBatchIsAtomic() {
        try (DimensionStore store = create(PERSON)) {
            Image before = Image.of(store);
            DimensionStore failing = Interposed.beforeCommit(store, () -> {
                throw new IllegalStateException("the batch ends here");
            });
            assertThatThrownBy(() -> History.of(failing).apply(everything())).hasMessage("the batch ends here");
            before.requireSame(Image.of(store), "after a batch that failed");
            assertThat(store.audit()).isEmpty();
            assertThat(store.reached("feed", 0)).isEmpty();

            History.of(store).apply(everything());
            KeyHistory held = store.history(PERSON.key(Map.of("id", "M1")));
            assertThat(held.versions()).hasSize(1);
            assertThat(held.evidence()).hasSize(2);
            assertThat(store.quarantine()).hasSize(1);
            assertThat(store.reached("feed", 0)).contains(HERE);
            assertThat(store.audit()).hasSize(1);
        }
    }

    @Test
    @DisplayName("A reader sees the old table or the new one.")
    void aReaderSeesTheOldTableOrTheNewOne() {
        try (DimensionStore store = create(PERSON)) {
            History.of(store).apply(Batch.of(person("M0", 1, "A")));
            Image old = Image.of(store);
            List<Image> read = new ArrayList<>();
            History.of(Interposed.beforeCommit(store, () -> read.add(Image.of(store))))
                    .apply(everything());
            assertThat(read).hasSize(1);
            old.requireSame(read.get(0), "what a reader sees before the commit");
            assertThat(Image.of(store).lines()).hasSizeGreaterThan(old.lines().size());
        }
    }

    @Test
    @DisplayName("Two writers on one dimension are serialised, or one is refused with a clear error.")
    void twoWritersOnOneDimensionAreSerialisedOrOneIsRefusedWithAClearError()
            throws InterruptedException, ExecutionException {
        try (DimensionStore store = create(PERSON);
                DimensionStore single = create(PERSON)) {
            History target = History.of(store);
            BatchResult planned = target.plan(Batch.of(person("M1", 1, "A")));
            target.apply(Batch.of(person("M1", 2, "B")));
            Image before = Image.of(store);
            assertRefused(() -> target.apply(planned), Reason.STALE_PLAN, "Nothing was written. Plan the batch again.");
            before.requireSame(Image.of(store), "after a plan that was refused");

            Writers both = new Writers();
            both.add(0, target, batches(3));
            both.add(1, History.of(store), batches(103));
            both.run();
            History.of(single).apply(Batch.of(person("M1", 2, "B")));
            batches(3).forEach(History.of(single)::apply);
            batches(103).forEach(History.of(single)::apply);
            Image.of(single).requireSame(Image.of(store), "after two writers");
        }
    }

    private static List<Batch> batches(long first) {
        List<Batch> batches = new ArrayList<>();
        for (long sequence = first; sequence < first + 5; sequence++) {
            batches.add(Batch.of(person("M1", sequence, "P" + sequence), person("M" + sequence, sequence, "A")));
        }
        return batches;
    }

    @Test
    @DisplayName("The cost of a batch depends on the changes and the touched keys, not on the size of the dimension.")
    void theCostOfABatchDependsOnTheTouchedKeysAndNotOnTheSizeOfTheDimension() {
        try (DimensionStore few = create(PERSON);
                DimensionStore many = create(PERSON)) {
            assertThat(shown(few, 3)).hasSize(2).isEqualTo(shown(many, 300));
        }
    }

    /** Returns what is read of a dimension with some keys, for a batch about two of them. */
    private static List<String> shown(DimensionStore store, int keys) {
        Batch.Builder all = Batch.builder();
        for (int i = 0; i < keys; i++) {
            all.change(person("M" + i, 1, "A"));
        }
        History.of(store).apply(all.build());
        List<String> shown = new ArrayList<>();
        DimensionStore overheard = Interposed.overheard(
                store,
                history -> shown.add(
                        history.versions().size() + " " + history.evidence().size()));
        History.of(overheard).apply(Batch.of(person("M1", 2, "B"), person("M2", 2, "B")));
        return shown;
    }

    @Test
    @DisplayName("The brake: a snapshot that would delete more than a declared share of the keys in its scope (default"
            + " 20 %) is not accepted, before anything is written: an empty extract must not close a dimension.")
    void aSnapshotThatWouldDeleteMoreThanADeclaredShareIsNotAccepted() {
        Dimension half = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .maxDeleteShare(0.5)
                .build();
        Dimension usual = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        assertBraked(usual, 2, UnaryOperator.identity());
        assertBraked(half, 5, UnaryOperator.identity());
        assertBraked(usual, 2, listing -> listing.withScope(Map.of("plan", "A")));
    }

    /** Ten keys are in scope, and ninety out of it. */
    private void assertBraked(Dimension dimension, int most, UnaryOperator<Snapshot> scoped) {
        try (DimensionStore store = create(dimension)) {
            History target = History.of(store);
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                rows.add(row("id", "M" + i, "plan", "A"));
            }
            target.apply(Batch.of(new Snapshot(T1, Sequence.of(1), rows, Set.of())));
            boolean isScoped = !scoped.apply(snapshot(2, rows)).scope().isEmpty();
            for (int i = 0; isScoped && i < 90; i++) {
                target.apply(Batch.of(Observation.of(row("id", "X" + i, "plan", "B"), T1, Sequence.of(1))));
            }
            Image before = Image.of(store);
            for (List<Map<String, @Nullable Object>> kept :
                    List.of(List.<Map<String, @Nullable Object>>of(), rows.subList(most + 1, 10))) {
                Batch batch = Batch.of(scoped.apply(snapshot(2, kept)));
                assertRefused(() -> target.apply(batch), Reason.SNAPSHOT_DELETE_SHARE, "Nothing was written.");
                before.requireSame(Image.of(store), "after a snapshot that was refused");
            }
            target.apply(Batch.of(scoped.apply(snapshot(2, rows.subList(most, 10)))));
            List<Object> gone = new ArrayList<>();
            store.scan(history -> {
                if (history.versions().get(0).version().interval().end().isPresent()) {
                    gone.add(history.key());
                }
            });
            assertThat(gone).hasSize(most);
        }
    }

    private static Snapshot snapshot(long sequence, List<Map<String, @Nullable Object>> rows) {
        return new Snapshot(T2, Sequence.of(sequence), rows, Set.of());
    }

    @Test
    @DisplayName("A dry run gives the same result object (counts, mutations, restatements) and writes nothing.")
    void aDryRunGivesTheSameResultObjectAndWritesNothing() {
        try (DimensionStore store = create(PERSON)) {
            History target = History.of(store);
            target.apply(Batch.of(person("M1", 1, "A")));
            Batch batch = Batch.builder()
                    .changes(everything().changes())
                    .change(person("M1", 1, "A"))
                    .change(Observation.of(row("id", "M1", "plan", "C", "phone", "2"), T2, Sequence.of(5)))
                    .build();
            Image before = Image.of(store);
            long generation = store.state().generation();
            BatchResult dry = target.plan(batch);
            before.requireSame(Image.of(store), "after a dry run");
            assertThat(store.state().generation()).isEqualTo(generation);

            BatchResult done = target.apply(batch);
            assertThat(List.of(dry.accepted(), dry.replayed(), dry.rejected(), dry.generation()))
                    .isEqualTo(List.of(done.accepted(), done.replayed(), done.rejected(), done.generation()));
            MutationPlan numbered = dry.plan().withSurrogates(firstOf(done.plan()));
            assertThat(numbered.mutations())
                    .hasSizeGreaterThan(1)
                    .isEqualTo(done.plan().mutations());
            assertThat(numbered.restatements())
                    .isNotEmpty()
                    .isEqualTo(done.plan().restatements());
        }
    }

    private static long firstOf(MutationPlan plan) {
        return plan.mutations().stream()
                .filter(Insert.class::isInstance)
                .mapToLong(mutation -> mutation.surrogate())
                .min()
                .orElseThrow();
    }

    /** Versions, evidence, a conflict, a position and an erasure. */
    private static Batch everything() {
        return Batch.builder()
                .change(person("M1", 1, "A"))
                .change(person("M1", 1, "B"))
                .change(Erasure.of(row("id", "M1"), Sequence.of(3)))
                .reached(HERE)
                .build();
    }

    private static Observation person(String id, long sequence, String plan) {
        return Observation.of(row("id", id, "plan", plan, "phone", "1"), T1, Sequence.of(sequence));
    }

    static void assertRefused(ThrowingCallable call, Reason reason, String advice) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidChangeException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .hasMessageContaining(advice);
    }
}
