package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.History;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Erasures, listings of periods and widened dimensions, where random histories once found a fault. */
abstract class LawCases extends CaseRules {
    private static final Dimension PERSON = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("phone", ColumnType.TEXT)
            .personal("phone")
            .maxDeleteShare(1.0)
            .allowNewColumns()
            .build();

    private static final Dimension COVERAGE = Dimension.named("coverage")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("phone", ColumnType.TEXT)
            .personal("phone")
            .fedBy(Feed.SPANS)
            .maxDeleteShare(1.0)
            .build();

    LawCases(StoreKit kit) {
        super(kit);
    }

    @Test
    void rivalsThatDifferInErasedColumnsOnlyAreOneChange() {
        inEveryOrder(
                PERSON,
                pieces(person(T1, 1, "A", "1"), person(T1, 1, "A", "2"), erasure(5)),
                shown(T1, null, "A", null));
        inEveryOrder(
                PERSON,
                pieces(person(T1, 1, "A", "1"), person(T1, 1, "B", "2"), person(T1, 1, "B", "3"), erasure(5)),
                lawful(PERSON, pieces(person(T1, 1, "A", null), person(T1, 1, "B", null))));
    }

    @Test
    void rowsOfOneListingThatDifferInErasedColumnsOnlyAreOneRow() {
        inEveryOrder(
                PERSON,
                pieces(
                        listing(
                                T1,
                                1,
                                row("id", "M1", "plan", "A", "phone", "1"),
                                row("id", "M1", "plan", "A", "phone", null)),
                        erasure(5)),
                shown(T1, null, "A", null));
        inEveryOrder(
                PERSON,
                pieces(
                        listing(
                                T1,
                                1,
                                row("id", "M1", "plan", "A", "phone", "1"),
                                row("id", "M1", "plan", "A", "phone", "2")),
                        person(T1, 1, "B", "3"),
                        erasure(5)),
                lawful(PERSON, pieces(person(T1, 1, "A", null), person(T1, 1, "B", null))));
    }

    @Test
    void anErasureMovesNoWindow() {
        inEveryOrder(
                PERSON,
                pieces(person(T1, 1, "A", "1"), person(T2, 2, "A", "2"), person(T3, 3, "A", null), erasure(5)),
                shown(T1, T2, "A", null),
                shown(T2, T3, "A", null),
                shown(T3, null, "A", null));
    }

    @Test
    void anErasedNullStaysEqualToNull() {
        inEveryOrder(
                PERSON,
                pieces(person(T1, 1, "A", null), person(T2, 9, "A", null), erasure(5)),
                shown(T1, null, "A", null));
    }

    @Test
    void anErasureRestatesTheWindowsWhoseHashesFactsHold() {
        try (DimensionStore store = create(PERSON)) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            target.apply(person(T1, 1, "A", "1"));
            List<Restatement> restated = target.apply(erasure(5)).plan().restatements();
            assertThat(restated).extracting(Restatement::window).containsExactly(Interval.startingAt(T1));
            assertThat(restated.get(0).before()).isEqualTo(restated.get(0).after());
            assertThat(target.apply(erasure(7)).plan().restatements()).isEmpty();
        }
    }

    @Test
    void aMissingPeriodIsVoidAndYieldsToAStatementAtTheVeryPlace() {
        inEveryOrder(
                COVERAGE,
                pieces(span("1", T1, null, 1, "A", null), spanListing(4, Map.of()), span("1", T2, null, 4, "B", null)),
                shown(T2, null, "B", null));
        inEveryOrder(
                COVERAGE,
                pieces(span("1", T1, null, 1, "A", null), span("2", T1, null, 2, "B", null), spanListing(4, Map.of())));
    }

    @Test
    void aCancelledPeriodInAListingIsVoidWhateverTheScope() {
        Span cancelled = new Span("1", row("id", "M1", "plan", "A"), T2, T2, false, null, null);
        inEveryOrder(
                COVERAGE, pieces(span("1", T1, null, 1, "A", null), spanListing(4, Map.of("plan", "A"), cancelled)));
    }

    @Test
    void anUnsaidColumnOfASpanIsNullAlsoForAScope() {
        Batch unsaid = Batch.of(new Span("1", row("id", "M1", "plan", "A"), T1, null, false, Sequence.of(1), null));
        inEveryOrder(COVERAGE, pieces(unsaid, spanListing(4, row("phone", null))));
    }

    @Test
    void aListedNullIsNotWhatWasErased() {
        inEveryOrder(
                COVERAGE,
                pieces(
                        span("1", T1, null, 1, "A", "1"),
                        spanListing(
                                4,
                                Map.of(),
                                new Span(
                                        "1", row("id", "M1", "plan", "A", "phone", null), T1, null, false, null, null)),
                        erasure(9)),
                shown(T1, null, "A", null));
    }

    @Test
    void fixedAndOverwriteColumnsOfSpansGoBySequenceAndNotByTheDeclaredOrder() {
        Dimension ordered = Dimension.named("coverage")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .overwrite("phone", ColumnType.TEXT)
                .overlapOrder("plan")
                .fedBy(Feed.SPANS)
                .build();
        inEveryOrder(
                ordered,
                pieces(span("1", T1, T3, 2, "A", "new"), span("2", T1, T2, 1, "B", "old")),
                shown(T1, T2, "B", "new"),
                shown(T2, T3, "A", "new"));
    }

    @Test
    void twoListingsAtOnePlaceAreInConflictWhereTheySayDifferentColumns() {
        Snapshot less = new Snapshot(T1, Sequence.of(1), List.of(row("id", "M1", "phone", null)), Set.of("plan"));
        inEveryOrder(
                PERSON,
                pieces(listing(T1, 1, row("id", "M1", "plan", null, "phone", null)), Batch.of(less)),
                shown(T1, null, null, null));
    }

    @Test
    void aChangeAtTheInstantOfAListingThatDoesNotSpeakOfItsKeyIsRemembered() {
        inEveryOrder(
                PERSON,
                pieces(
                        person(T1, 1, "A", "1"),
                        person(T2, 2, "A", "1"),
                        Batch.of(Snapshot.of(T2, Sequence.of(2), List.of()).withScope(Map.of("plan", "B"))),
                        person(T1, 3, "C", "1")),
                shown(T1, T2, "C", "1"),
                shown(T2, null, "A", "1"));
        try (DimensionStore store = create(PERSON)) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            target.apply(person(T1, 1, "A", "1"));
            Snapshot elsewhere = Snapshot.of(T2, Sequence.of(2), List.of()).withScope(Map.of("plan", "B"));
            target.apply(History.merged(List.of(person(T2, 2, "A", "1"), Batch.of(elsewhere))));
            assertThat(store.history(PERSON.key(Map.of("id", "M1"))).evidence()).hasSize(2);
        }
    }

    @Test
    void aColumnAddedLaterSettlesNoConflictAnew() {
        for (String[] rivals : new String[][] {{"a", "b"}, {"b", "c"}, {"c", "d"}, {"d", "e"}, {"e", "f"}}) {
            List<Batch> pieces = pieces(person(T1, 1, rivals[0], null), person(T1, 1, rivals[1], null));
            Dimension wider = Dimension.named("member")
                    .key("id", ColumnType.TEXT)
                    .track("plan", ColumnType.TEXT)
                    .track("phone", ColumnType.TEXT)
                    .track("region", ColumnType.TEXT)
                    .personal("phone")
                    .maxDeleteShare(1.0)
                    .allowNewColumns()
                    .build();
            if (kit.has(Capability.EVOLUTION)) {
                Trial.of(kit::create, new History(PERSON, pieces).then(new History(wider, List.of())));
            }
        }
    }

    private static Batch person(Instant at, long sequence, @Nullable String plan, @Nullable String phone) {
        return Batch.of(Observation.of(row("id", "M1", "plan", plan, "phone", phone), at, Sequence.of(sequence)));
    }

    private static Batch erasure(long sequence) {
        return Batch.of(Erasure.of(row("id", "M1"), Sequence.of(sequence)));
    }

    private static Batch span(
            String id, Instant from, @Nullable Instant to, long sequence, String plan, @Nullable String phone) {
        Map<String, @Nullable Object> fields = row("id", "M1", "plan", plan, "phone", phone);
        return Batch.of(new Span(id, fields, from, to, false, Sequence.of(sequence), null));
    }

    private static Batch spanListing(long sequence, Map<String, @Nullable Object> scope, Span... spans) {
        return Batch.of(
                Snapshot.ofSpans(T4, Sequence.of(sequence), List.of(spans)).withScope(scope));
    }

    private static Version shown(Instant from, @Nullable Instant to, @Nullable Object... cells) {
        return version(from, to, cells);
    }
}
