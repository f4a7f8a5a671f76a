package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.engine.History;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of input that is bad, and of columns that are new, sentence by sentence. */
abstract class RefusalCases extends CaseRules {
    private static final String SECRET = "S3CRET";
    private static final Position HERE = new Position("feed", 3, 4711);

    RefusalCases(StoreKit kit) {
        super(kit);
    }

    private static Dimension.Builder member() {
        return Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("rank", ColumnType.LONG);
    }

    /** One bad change of each reason. */
    private static Map<Reason, Change> bad() {
        Map<Reason, Change> bad = new LinkedHashMap<>();
        bad.put(Reason.UNKNOWN_COLUMN, says(T3, 11, "id", SECRET, "colour", SECRET));
        bad.put(Reason.WRONG_TYPE, says(T3, 12, "id", SECRET, "rank", SECRET));
        bad.put(Reason.NULL_KEY, says(T3, 13, "id", null, "plan", SECRET));
        bad.put(
                Reason.TIME_OUT_OF_RANGE,
                says(Instant.parse("9999-12-31T00:00:00Z"), 14, "id", SECRET, "plan", SECRET));
        bad.put(
                Reason.EMPTY_PERIOD,
                Correction.put(row("id", SECRET, "plan", SECRET), T4, T3, Sequence.of(15))
                        .withPosition(HERE));
        bad.put(Reason.CONFLICT, says(T3, 1, "id", SECRET, "plan", SECRET, "rank", 1L));
        bad.put(Reason.BEFORE_HORIZON, says(T1, 16, "id", SECRET, "plan", SECRET));
        return bad;
    }

    /** What the message of each reason names: the column, or the rule. */
    private static final Map<Reason, String> NAMED = Map.of(
            Reason.UNKNOWN_COLUMN, "colour",
            Reason.WRONG_TYPE, "rank",
            Reason.NULL_KEY, "id",
            Reason.TIME_OUT_OF_RANGE, "validFrom",
            Reason.EMPTY_PERIOD, "correction ends",
            Reason.CONFLICT, "same key, place and sequence",
            Reason.BEFORE_HORIZON, "horizon");

    /** A store whose horizon is T2, with a change at T3 that wins a conflict; nothing was read from a position yet. */
    private DimensionStore pruned(Dimension dimension) {
        DimensionStore store = create(dimension);
        History target = History.of(store);
        Map<String, @Nullable Object> winner = row("id", SECRET, "plan", SECRET, "rank", 2L);
        target.apply(Batch.of(Observation.of(winner, T3, Sequence.of(1))));
        target.prune(T2);
        return store;
    }

    @Test
    @DisplayName(
            "Bad input (unknown column, wrong type, null key, time out of range, empty period, conflict, before the"
                    + " horizon) goes to quarantine with reason code, position and payload; the batch goes on.")
    void badInputGoesToQuarantineWithReasonCodePositionAndPayloadAndTheBatchGoesOn() {
        Dimension dimension = member().tieBreak("rank").build();
        bad().forEach((reason, change) -> {
            try (DimensionStore store = pruned(dimension)) {
                BatchResult result =
                        History.of(store).apply(Batch.of(change, says(T3, 20, "id", "M2", "plan", "A", "rank", 1L)));
                assertThat(result.rejected()).as("rejected as %s", reason).isEqualTo(1);
                assertThat(store.quarantine()).singleElement().satisfies(rejection -> {
                    assertThat(rejection.reason()).isEqualTo(reason);
                    assertThat(rejection.position()).isEqualTo(HERE);
                    assertThat(rejection.change().fields()).isEqualTo(change.fields());
                });
                assertThat(store.history(dimension.key(Map.of("id", "M2"))).versions())
                        .hasSize(1);
            }
        });
    }

    @Test
    @DisplayName("The batch goes on, unless the dimension's limit on rejected changes is passed: then it fails whole.")
    void aBatchThatPassesTheLimitOnRejectedChangesFailsWhole() {
        Dimension dimension = member().tieBreak("rank").rejectLimit(6).build();
        try (DimensionStore store = pruned(dimension)) {
            List<Change> bad = List.copyOf(bad().values());
            Batch.Builder seven = Batch.builder().change(says(T3, 20, "id", "M2", "plan", "A"));
            Image before = Image.of(store);
            ApplyingCases.assertRefused(
                    () -> History.of(store).apply(seven.changes(bad).build()),
                    Reason.REJECT_LIMIT,
                    "Nothing was written.");
            before.requireSame(Image.of(store), "after a batch that was refused");

            History.of(store).apply(Batch.builder().changes(bad.subList(0, 6)).build());
            assertThat(store.quarantine()).hasSize(6);
        }
    }

    @Test
    @DisplayName("A cancelled span (empty period) is a void, not an error.")
    void aCancelledSpanIsAVoidNotAnError() {
        Dimension coverage = Dimension.named("coverage")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .fedBy(Feed.SPANS)
                .build();
        try (DimensionStore store = create(coverage)) {
            History target = History.of(store);
            Map<String, @Nullable Object> fields = row("id", "M1", "plan", "A");
            target.apply(Batch.of(new Span("7", fields, T1, null, false, Sequence.of(1), null)));
            assertThat(target.timeline(fields).versions()).hasSize(1);
            BatchResult result = target.apply(Batch.of(new Span("7", fields, T1, T1, false, Sequence.of(2), null)));
            assertThat(result.accepted()).isEqualTo(1);
            assertThat(target.timeline(fields).versions()).isEmpty();
            assertThat(store.quarantine()).isEmpty();
        }
    }

    @Test
    @DisplayName("Messages name column, position and rule; keys and values only where the user turned that on.")
    void messagesNameColumnPositionAndRuleAndNoKeysAndValues() {
        Dimension dimension = member().tieBreak("rank").build();
        try (DimensionStore store = pruned(dimension)) {
            History.of(store).apply(Batch.builder().changes(bad().values()).build());
            assertThat(store.quarantine()).hasSize(bad().size());
            for (Rejection rejection : store.quarantine()) {
                assertThat(rejection.message()).contains(NAMED.get(rejection.reason()));
                assertThat(rejection.toString())
                        .startsWith(rejection.reason().name())
                        .contains(HERE.toString())
                        .doesNotContain(SECRET);
            }
        }
    }

    @Test
    @DisplayName("A new source column is added to the table where the dimension allows it (unsaid in the past).")
    void aNewSourceColumnIsAddedWhereTheDimensionAllowsItAndIsUnsaidInThePast() {
        assumeTrue(kit.has(Capability.EVOLUTION), "STORE-100 asserts that this store refuses to evolve");
        DimensionStore store = create(member().build());
        History.of(store).apply(Batch.of(says(T2, 2, "id", "M1", "plan", "A", "rank", 1L)));
        assertNotEvolved(store, member().track("extra", ColumnType.TEXT).build());
        Dimension wider =
                member().allowNewColumns().track("extra", ColumnType.TEXT).build();
        try (DimensionStore evolved = store.evolve(wider)) {
            History target = History.of(evolved);
            target.apply(Batch.of(says(T1, 1, "id", "M1", "plan", "A", "rank", 1L, "extra", "e")));
            assertThat(target.timeline(Map.of("id", "M1")).versions())
                    .as("what was said before shows through a column that was not said then")
                    .containsExactly(version(T1, null, "A", 1L, "e"));
        }
    }

    @Test
    @DisplayName("A narrowed or changed type is refused.")
    void aNarrowedOrChangedTypeIsRefused() {
        Dimension exact = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("sum", ColumnType.decimal(9, 2))
                .allowNewColumns()
                .build();
        assumeTrue(kit.has(Capability.EVOLUTION), "STORE-100 asserts that this store refuses to evolve");
        for (ColumnType other : List.of(ColumnType.decimal(8, 2), ColumnType.decimal(9, 1), ColumnType.TEXT)) {
            try (DimensionStore store = create(exact)) {
                assertNotEvolved(
                        store,
                        Dimension.named("member")
                                .key("id", ColumnType.TEXT)
                                .track("sum", other)
                                .allowNewColumns()
                                .build());
            }
        }
    }

    private static void assertNotEvolved(DimensionStore store, Dimension wider) {
        assertThatThrownBy(() -> store.evolve(wider)).isInstanceOf(InvalidChangeException.class);
    }

    private static Observation says(Instant at, long sequence, @Nullable Object... namesAndValues) {
        return Observation.of(row(namesAndValues), at, Sequence.of(sequence)).withPosition(HERE);
    }
}
