package dev.scd2.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Restatement;
import dev.scd2.mutation.Retract;
import dev.scd2.store.BatchResult;
import dev.scd2.store.Rejection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MAR = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APR = Instant.parse("2026-04-01T00:00:00Z");

    private final Dimension member = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("region", ColumnType.TEXT)
            .build();
    private final InMemoryStore store = InMemoryStore.of(member);
    private final History history = History.of(store);

    record Member(String memberId, String plan, String region) {}

    private static Observation observed(String plan, Instant from, long sequence) {
        return Observation.of(new Member("M1", plan, "west"), from, Sequence.of(sequence));
    }

    private List<String> versions() {
        return history.timeline(Map.of("member_id", "M1")).versions().stream()
                .map(v ->
                        v.row().value(0) + " " + v.interval().start().toString().substring(5, 10) + " "
                                + v.interval()
                                        .end()
                                        .map(e -> e.toString().substring(5, 10))
                                        .orElse("open"))
                .toList();
    }

    @Test
    void aLateChangeBetweenTwoEqualOnesSplitsThemInEveryOrder() {
        List<Change> changes = List.of(observed("x", JAN, 1), observed("x", MAR, 2), observed("y", FEB, 3));
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            InMemoryStore fresh = InMemoryStore.of(member);
            for (int i : order) {
                History.of(fresh).apply(Batch.of(changes.get(i)));
            }
            assertThat(History.of(fresh).timeline(Map.of("member_id", "M1")).versions())
                    .extracting(v -> v.row().value(0))
                    .containsExactly("x", "y", "x");
            assertThat(Verification.of(fresh).examples()).isEmpty();
        }
    }

    @Test
    void aLatePatchFlowsForwardUpToTheFirstChangeThatSaidItsColumns() {
        history.apply(Batch.of(
                observed("a", JAN, 1),
                Patch.of(Map.of("member_id", "M1", "region", "east"), MAR, Sequence.of(2)),
                Patch.of(Map.of("member_id", "M1", "plan", "c"), APR, Sequence.of(3))));
        history.apply(Batch.of(Patch.of(Map.of("member_id", "M1", "plan", "b"), FEB, Sequence.of(4))));
        assertThat(versions()).containsExactly("a 01-01 02-01", "b 02-01 03-01", "b 03-01 04-01", "c 04-01 open");
    }

    @Test
    void aSplitKeepsTheSurrogateOfTheLeftPartAndNamesTheWindowsOfFacts() {
        history.apply(Batch.of(observed("a", JAN, 1), observed("a", MAR, 2)));
        BatchResult result = history.apply(Batch.of(observed("b", FEB, 3)));
        assertThat(result.plan().count(Resize.class)).isEqualTo(1);
        assertThat(result.plan().count(Insert.class)).isEqualTo(2);
        assertThat(result.plan().restatements())
                .extracting(Restatement::before, Restatement::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 2L), org.assertj.core.groups.Tuple.tuple(1L, 3L));
    }

    @Test
    void aReplayedBatchChangesNothing() {
        Batch batch = Batch.of(observed("a", JAN, 1), observed("b", FEB, 2));
        history.apply(batch);
        BatchResult again = history.apply(batch);
        assertThat(again.plan().isEmpty()).isTrue();
        assertThat(again.replayed()).isEqualTo(2);
    }

    @Test
    void aDryRunWritesNothingAndSaysTheSame() {
        BatchResult planned = history.plan(Batch.of(observed("a", JAN, 1)));
        assertThat(versions()).isEmpty();
        BatchResult applied = history.apply(Batch.of(observed("a", JAN, 1)));
        assertThat(planned.plan().withSurrogates(1)).isEqualTo(applied.plan());
    }

    @Test
    void aKeyThatComesBackGetsANewVersionAndTheGapStays() {
        history.apply(Batch.of(
                observed("a", JAN, 1),
                Delete.of(Map.of("member_id", "M1"), FEB, Sequence.of(2)),
                observed("a", APR, 3)));
        assertThat(versions()).containsExactly("a 01-01 02-01", "a 04-01 open");
    }

    @Test
    void aDeleteMayBeMarkedByARow() {
        Dimension marking = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("region", ColumnType.TEXT)
                .deletes(DeletePolicy.MARK)
                .build();
        InMemoryStore marked = InMemoryStore.of(marking);
        History.of(marked)
                .apply(Batch.of(
                        observed("a", FEB, 1),
                        Delete.of(Map.of("member_id", "M1"), JAN, Sequence.of(2)),
                        Delete.of(Map.of("member_id", "M1"), MAR, Sequence.of(3))));
        assertThat(History.of(marked).timeline(Map.of("member_id", "M1")).versions())
                .extracting(v -> v.deleted())
                .containsExactly(false, true);
        assertThat(Verification.of(marked).examples()).isEmpty();
    }

    @Test
    void aConflictHasTheSameWinnerInEveryOrderAndItsLoserIsQuarantinedOnce() {
        List<Change> changes = List.of(observed("a", JAN, 1), observed("b", JAN, 1), observed("c", JAN, 1));
        for (int[] order : new int[][] {{0, 1, 2, 0}, {2, 1, 0, 1}, {1, 0, 2, 2}}) {
            InMemoryStore fresh = InMemoryStore.of(member);
            for (int i : order) {
                History.of(fresh).apply(Batch.of(changes.get(i)));
            }
            history.apply(Batch.builder().changes(changes).build());
            assertThat(History.of(fresh).timeline(Map.of("member_id", "M1")))
                    .isEqualTo(history.timeline(Map.of("member_id", "M1")));
            assertThat(fresh.quarantine())
                    .extracting(Rejection::identity)
                    .containsExactlyInAnyOrderElementsOf(
                            store.quarantine().stream().map(Rejection::identity).toList())
                    .hasSize(2);
        }
    }

    @Test
    void aKeyMissingFromASnapshotEndsEvenIfItIsKnownOnlyLater() {
        history.apply(Batch.of(new Snapshot(
                FEB, Sequence.of(10), List.of(Map.of("member_id", "M2", "plan", "a", "region", "west")), Set.of())));
        history.apply(Batch.of(observed("a", JAN, 1)));
        assertThat(versions()).containsExactly("a 01-01 02-01");
        assertThat(Verification.of(store).examples()).isEmpty();
    }

    @Test
    void anEmptySnapshotDoesNotCloseADimension() {
        history.apply(Batch.of(observed("a", JAN, 1)));
        Batch empty = Batch.of(new Snapshot(FEB, Sequence.of(10), List.of(), Set.of()));
        assertThatThrownBy(() -> history.apply(empty))
                .isInstanceOfSatisfying(
                        InvalidChangeException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.SNAPSHOT_DELETE_SHARE))
                .hasMessageContaining("1 of the 1 keys in force, 100.0 %");
        assertThat(versions()).containsExactly("a 01-01 open");
    }

    @Test
    void badChangesGoToQuarantineAndTheOthersGoOn() {
        Map<String, Object> noKey = new HashMap<>();
        noKey.put("member_id", null);
        BatchResult result = history.apply(Batch.of(
                observed("a", JAN, 1),
                Observation.of(noKey, JAN, Sequence.of(2)),
                Observation.of(Map.of("member_id", "M1", "plan", 7), JAN, Sequence.of(3)),
                Observation.of(Map.of("member_id", "M1", "colour", "red"), JAN, Sequence.of(4)),
                Observation.of(Map.of("member_id", "M1"), Instant.MAX, Sequence.of(5)),
                new Observation(Map.of("member_id", "M1"), null, Sequence.of(6), null),
                new Observation(Map.of("member_id", "M1"), JAN, null, null)));
        assertThat(result.rejected()).isEqualTo(6);
        assertThat(store.quarantine())
                .extracting(Rejection::reason)
                .containsExactly(
                        Reason.NULL_KEY,
                        Reason.WRONG_TYPE,
                        Reason.UNKNOWN_COLUMN,
                        Reason.TIME_OUT_OF_RANGE,
                        Reason.NULL_TIME,
                        Reason.NULL_SEQUENCE);
        assertThat(versions()).containsExactly("a 01-01 open");
    }

    @Test
    void ofASpanOnlyTheLastStatementCountsAndWhereSpansOverlapTheLaterOneWins() {
        Dimension coverage = Dimension.named("coverage")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .fedBy(Feed.SPANS)
                .build();
        InMemoryStore spans = InMemoryStore.of(coverage);
        History covered = History.of(spans);
        Map<String, Object> gold = Map.of("member_id", "M1", "plan", "gold");
        Map<String, Object> silver = Map.of("member_id", "M1", "plan", "silver");
        covered.apply(Batch.of(new Span("E1", gold, JAN, null, false, Sequence.of(1), null)));
        covered.apply(Batch.of(new Span("E2", silver, FEB, MAR, false, Sequence.of(2), null)));
        assertThat(covered.timeline(gold).versions())
                .extracting(v -> v.row().value(0))
                .containsExactly("gold", "silver", "gold");
        BatchResult ended = covered.apply(Batch.of(
                new Span("E1", gold, JAN, FEB, false, Sequence.of(3), null), Span.voided("E2", gold, Sequence.of(4))));
        assertThat(ended.plan().count(Retract.class)).isEqualTo(2);
        assertThat(covered.timeline(gold).versions()).hasSize(1);
        assertThat(Verification.of(spans).examples()).isEmpty();
    }

    @Test
    void fixedColumnsShowTheFirstAndOverwriteColumnsTheLastValueSaid() {
        Dimension mixed = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .fixed("born", ColumnType.TEXT)
                .overwrite("phone", ColumnType.TEXT)
                .build();
        InMemoryStore kept = InMemoryStore.of(mixed);
        History.of(kept)
                .apply(Batch.of(
                        Observation.of(
                                Map.of("member_id", "M1", "plan", "a", "born", "1980", "phone", "1"),
                                FEB,
                                Sequence.of(1)),
                        Observation.of(
                                Map.of("member_id", "M1", "plan", "b", "born", "1981", "phone", "2"),
                                MAR,
                                Sequence.of(2))));
        History.of(kept)
                .apply(Batch.of(
                        Patch.of(Map.of("member_id", "M1", "born", "1979", "phone", "0"), JAN, Sequence.of(3))));
        assertThat(History.of(kept).timeline(Map.of("member_id", "M1")).versions())
                .extracting(v -> v.row().toArray())
                .containsExactly(new Object[] {null, "1979", "2"}, new Object[] {"a", "1979", "2"}, new Object[] {
                    "b", "1979", "2"
                });
        assertThat(Verification.of(kept).examples()).isEmpty();
    }

    @Test
    void theBrakeCountsOnlyKeysThatWouldReallyGo() {
        history.apply(Batch.of(observed("a", JAN, 1), observed("b", FEB, 20)));
        BatchResult result = history.apply(Batch.of(new Snapshot(FEB, Sequence.of(10), List.of(), Set.of())));
        assertThat(result.plan().marks()).hasSize(1);
        assertThat(versions()).containsExactly("a 01-01 02-01", "b 02-01 open");
        assertThat(Verification.of(store).examples()).isEmpty();
    }

    @Test
    void aKeyListedTwiceWithDifferentValuesHasOneWinnerAndANamedLoser() {
        List<Map<String, Object>> rows = List.of(
                Map.of("member_id", "M1", "plan", "a", "region", "west"),
                Map.of("member_id", "M1", "plan", "b", "region", "west"));
        history.apply(Batch.of(new Snapshot(JAN, Sequence.of(1), rows, Set.of())));
        InMemoryStore reversed = InMemoryStore.of(member);
        History.of(reversed)
                .apply(Batch.of(new Snapshot(JAN, Sequence.of(1), List.of(rows.get(1), rows.get(0)), Set.of())));
        assertThat(History.of(reversed).timeline(rows.get(0))).isEqualTo(history.timeline(rows.get(0)));
        assertThat(store.quarantine()).extracting(Rejection::reason).containsExactly(Reason.DUPLICATE_KEY_IN_SNAPSHOT);
        assertThat(reversed.quarantine())
                .extracting(Rejection::identity)
                .containsExactly(store.quarantine().get(0).identity());
    }

    /** The truncate is recorded before the delete, by which the key shows nothing at its place any more. */
    @Test
    void aTruncateThatTheSourceRecordedEarlierEndsWhatWasBelievedThen() {
        Dimension bitemporal = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .systemTime(SystemTime.SOURCE)
                .build();
        History known = History.of(InMemoryStore.of(bitemporal));
        Map<String, Object> key = Map.of("member_id", "M1");
        known.apply(Batch.of(Observation.of(Map.of("member_id", "M1", "plan", "x"), JAN, Sequence.of(1))
                .withSystemTime(JAN)));
        known.apply(Batch.of(Delete.of(key, FEB, Sequence.of(2)).withSystemTime(APR)));
        known.apply(Batch.of(Truncate.of(MAR, Sequence.of(3)).withSystemTime(FEB)));

        assertThat(known.timeline(key, JAN).asOf(MAR)).isPresent();
        assertThat(known.timeline(key, FEB).asOf(FEB)).isPresent();
        assertThat(known.timeline(key, FEB).asOf(MAR)).isEmpty();
        assertThat(known.timeline(key, APR).asOf(FEB)).isEmpty();
        assertThat(Verification.of(known.store()).isClean()).isTrue();
    }
}
