package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.error.Reason;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.tck.oracle.Oracle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nulls, keys, ties, spans, and what is refused. */
abstract class ContentCases extends CaseRules {
    private static final Dimension PAIR = Dimension.named("pair")
            .key("left", ColumnType.TEXT)
            .key("right", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    ContentCases(StoreKit kit) {
        super(kit);
    }

    @Test
    void nullToValueAndBackAreVersions() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, null), plan(T2, 2, "x"), plan(T3, 3, null)),
                version(T1, T2, new Object[] {null}),
                version(T2, T3, "x"),
                version(T3, null, new Object[] {null}));
    }

    @Test
    void nullAndEmptyTextAreTwoValues() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, null), plan(T2, 2, ""), plan(T3, 3, "")),
                version(T1, T2, new Object[] {null}),
                version(T2, null, ""));
    }

    @Test
    void equalSequenceWithTheSamePayloadIsOneChange() {
        try (DimensionStore store = create(PLAN)) {
            dev.scd2.engine.History.of(store).apply(plan(T1, 1, "x"));
            BatchResult again = dev.scd2.engine.History.of(store).apply(plan(T1, 1, "x"));
            assertThat(again.replayed()).isEqualTo(1);
            assertThat(again.accepted()).isZero();
            assertThat(store.quarantine()).isEmpty();
        }
    }

    @Test
    void equalSequenceWithOtherPayloadHasOneWinnerWhateverTheOrder() {
        List<Batch> rivals = pieces(plan(T1, 1, "x"), plan(T1, 1, "y"), plan(T1, 1, null), plan(T2, 2, "z"));
        inEveryOrder(PLAN, rivals, lawful(PLAN, rivals));
        assertThat(Oracle.of(PLAN).believe(rivals).conflicts()).hasSize(2);
    }

    @Test
    void upsertAndDeleteOfOneSequenceAreAConflictThatTheDeleteWins() {
        inEveryOrder(PLAN, pieces(plan(T1, 1, "w"), plan(T2, 2, "x"), delete(T2, 2)), version(T1, T2, "w"));
    }

    @Test
    void theTieBreakColumnSettlesAConflict() {
        Dimension tied = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("region", ColumnType.TEXT)
                .tieBreak("plan")
                .build();
        inEveryOrder(
                tied,
                pieces(
                        planAndRegion(T1, 1, "b", "1"),
                        planAndRegion(T1, 1, "\uD83D\uDE00", "2"),
                        planAndRegion(T1, 1, "\uFFFD", "3"),
                        planAndRegion(T1, 1, null, "4")),
                version(T1, null, "\uD83D\uDE00", "2"));
    }

    @Test
    void aNullKeyPartIsRefusedAndChangesNothing() {
        refused(PAIR, pair("a", null, "x"), Reason.NULL_KEY);
    }

    @Test
    void aChangeWithoutTimeOrSequenceIsRefusedAndChangesNothing() {
        Map<String, @Nullable Object> fields = row("left", "a", "right", "b", "plan", "x");
        refused(PAIR, new Observation(fields, null, Sequence.of(9), null), Reason.NULL_TIME);
        refused(PAIR, new Observation(fields, T1, null, null), Reason.NULL_SEQUENCE);
        refused(
                PAIR,
                Observation.of(fields, Instant.parse("9999-12-31T00:00:00Z"), Sequence.of(9)),
                Reason.TIME_OUT_OF_RANGE);
        refused(
                PAIR,
                Observation.of(fields, Instant.parse("0000-12-31T23:59:59Z"), Sequence.of(9)),
                Reason.TIME_OUT_OF_RANGE);
    }

    @Test
    void aWrongTypeAndAnUnknownColumnAreRefusedAndChangeNothing() {
        refused(
                PAIR,
                Observation.of(row("left", "a", "right", "b", "plan", 5L), T2, Sequence.of(9)),
                Reason.WRONG_TYPE);
        refused(
                PAIR,
                Observation.of(row("left", "a", "right", "b", "plan", "y", "extra", 1L), T2, Sequence.of(9)),
                Reason.UNKNOWN_COLUMN);
        refused(PAIR, Span.voided("1", row("left", "a", "right", "b"), Sequence.of(9)), Reason.WRONG_KIND);
    }

    @Test
    void keyPartsThatContainTheDelimiterStayApart() {
        try (DimensionStore store = create(PAIR)) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            target.apply(Batch.of(pair("a|b", "c", "1"), pair("a", "b|c", "2"), pair("a", "b", "3")));
            target.apply(Batch.of(pair("a|b", "c", "1"), pair("a", "b|c", "2")));
            List<KeyHistory> held = new ArrayList<>();
            store.scan(held::add);
            assertThat(held).hasSize(3).allMatch(history -> history.versions().size() == 1);
        }
    }

    @Test
    void twoVersionsOfAKeyInOneBatchAreBothKept() {
        try (DimensionStore store = create(PLAN)) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            target.apply(
                    dev.scd2.tck.generate.History.merged(pieces(plan(T3, 3, "z"), plan(T1, 1, "x"), plan(T2, 2, "y"))));
            assertThat(target.timeline(Map.of("id", "M1")).versions())
                    .containsExactly(version(T1, T2, "x"), version(T2, T3, "y"), version(T3, null, "z"));
        }
    }

    @Test
    void anInstantIsFlooredToTheMicrosecond() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1.plusNanos(1_999), 1, "x"), plan(T1.plusNanos(1_001), 2, "y")),
                version(T1.plusNanos(1_000), null, "y"));
    }

    @Test
    void aRetroactiveEndOfASpanAndItsReinstatement() {
        Dimension coverage = Dimension.named("coverage")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .fedBy(Feed.SPANS)
                .build();
        inEveryOrder(
                coverage,
                pieces(span("1", T1, null, 1, "A"), span("1", T1, T3, 2, "A"), span("2", T2, T4, 3, "B")),
                version(T1, T2, "A"),
                version(T2, T4, "B"));
        inEveryOrder(
                coverage,
                pieces(
                        span("1", T1, null, 1, "A"),
                        Batch.of(Span.voided("1", Map.of("id", "M1"), Sequence.of(2))),
                        span("1", T2, T3, 3, "A")),
                version(T2, T3, "A"));
        inEveryOrder(coverage, pieces(span("1", T1, T3, 1, "A"), span("1", T2, T2, 2, "A")));
    }

    private static Batch span(String id, Instant from, @Nullable Instant to, long sequence, String plan) {
        return Batch.of(new Span(id, row("id", "M1", "plan", plan), from, to, false, Sequence.of(sequence), null));
    }

    private static Change pair(@Nullable String left, @Nullable String right, String plan) {
        return Observation.of(row("left", left, "right", right, "plan", plan), T1, Sequence.of(1));
    }

    private void refused(Dimension dimension, Change change, Reason reason) {
        try (DimensionStore store = create(dimension)) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            target.apply(Batch.of(pair("a", "b", "x")));
            List<Held> before = Held.of(store);

            BatchResult first = target.apply(Batch.of(change, pair("c", "d", "the others go on")));
            target.apply(Batch.of(change));

            assertThat(first.rejected()).isEqualTo(1);
            assertThat(store.quarantine()).extracting(Rejection::reason).containsExactly(reason);
            assertThat(Held.of(store)).hasSize(2).containsAll(before);
        }
    }
}
