package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Complete listings. */
abstract class SnapshotCases extends CaseRules {
    private static final Dimension BRAKED = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    private static final Dimension BORN = Dimension.named("person")
            .key("id", ColumnType.TEXT)
            .track("born", ColumnType.DATE)
            .maxDeleteShare(1.0)
            .build();

    SnapshotCases(StoreKit kit) {
        super(kit);
    }

    @Test
    void aMissingKeyIsDeletedAtTheTimeOfTheListing() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), listing(T2, 2), plan(T3, 3, "y")),
                version(T1, T2, "x"),
                version(T3, null, "y"));
    }

    @Test
    void aListingDeletesAlsoKeysThatBecomeKnownLater() {
        inEveryOrder(
                PLAN, pieces(listing(T2, 2, row("id", "M2", "plan", "z")), plan(T1, 1, "x")), version(T1, T2, "x"));
    }

    @Test
    void anImpliedDeleteYieldsToAChangeOfTheKeyAtTheSamePlace() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), listing(T2, 2), plan(T2, 2, "y")),
                version(T1, T2, "x"),
                version(T2, null, "y"));
    }

    @Test
    void anUnchangedRowIsANoOpAndStillEvidence() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), listing(T3, 2, row("id", "M1", "plan", "x")), plan(T2, 3, "y")),
                version(T1, T2, "x"),
                version(T2, T3, "y"),
                version(T3, null, "x"));
    }

    @Test
    void aColumnThatTheListingDoesNotSayShinesThrough() {
        Snapshot listing = new Snapshot(T2, Sequence.of(2), List.of(row("id", "M1", "plan", "B")), Set.of("region"));
        inEveryOrder(
                PLAN_AND_REGION,
                pieces(planAndRegion(T1, 1, "A", "west"), Batch.of(listing)),
                version(T1, T2, "A", "west"),
                version(T2, null, "B", "west"));
    }

    @Test
    void anEmptySnapshotIsRefusedAndNothingIsWritten() {
        try (DimensionStore store = create(BRAKED)) {
            History target = History.of(store);
            target.apply(listing(T1, 1, row("id", "M1", "plan", "x"), row("id", "M2", "plan", "x")));
            List<Held> before = Held.of(store);

            assertRefused(target, listing(T2, 2), Reason.SNAPSHOT_DELETE_SHARE);
            assertRefused(target, listing(T2, 2, row("id", "M1", "plan", "y")), Reason.SNAPSHOT_DELETE_SHARE);

            assertThat(Held.of(store)).isEqualTo(before);
            assertThat(store.snapshots()).hasSize(1);
        }
    }

    @Test
    void aShareOfDeletesUpToTheLimitIsAccepted() {
        try (DimensionStore store = create(BRAKED)) {
            History target = History.of(store);
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                rows.add(row("id", "M" + i, "plan", "x"));
            }
            target.apply(Batch.of(new Snapshot(T1, Sequence.of(1), rows, Set.of())));
            target.apply(Batch.of(new Snapshot(T2, Sequence.of(2), rows.subList(0, 8), Set.of())));
            List<Object> inForce = new ArrayList<>();
            store.asOf(T2, stored -> inForce.add(stored.key().part(0)));
            assertThat(inForce).hasSize(8);
        }
    }

    /** A driver may know days by the Julian calendar, which has no tenth of October 1582. */
    @Test
    void theScopeOfAListingIsMetByAnyDay() {
        for (String day : List.of("0001-01-01", "1500-03-01", "1582-10-10", "1582-10-15", "9999-12-30")) {
            try (DimensionStore store = create(BORN)) {
                History target = History.of(store);
                LocalDate born = LocalDate.parse(day);
                Observation one = Observation.of(row("id", "M1", "born", born), T1, Sequence.of(1));
                target.apply(Batch.of(one, Observation.of(row("id", "M2", "born", null), T1, Sequence.of(2))));
                Snapshot listing = new Snapshot(T2, Sequence.of(3), List.of(), Set.of());
                target.apply(Batch.of(listing.withScope(Map.of("born", born))));
                List<Object> inForce = new ArrayList<>();
                store.asOf(T2, stored -> inForce.add(stored.key().part(0)));
                assertThat(inForce).as(day).containsExactly("M2");
            }
        }
    }

    @Test
    void aListingWithoutAColumnIsRefusedWhole() {
        try (DimensionStore store = create(PLAN_AND_REGION)) {
            History target = History.of(store);
            target.apply(planAndRegion(T1, 1, "A", "west"));
            List<Held> before = Held.of(store);
            assertRefused(target, listing(T2, 2, row("id", "M1", "plan", "B")), Reason.MISSING_COLUMN);
            assertThat(Held.of(store)).isEqualTo(before);
        }
    }

    @Test
    void twoDifferentRowsOfOneKeyHaveOneWinnerAndANamedLoser() {
        try (DimensionStore store = create(PLAN)) {
            History target = History.of(store);
            target.apply(listing(
                    T1, 1, row("id", "M1", "plan", "x"), row("id", "M1", "plan", "y"), row("id", "M1", "plan", "x")));
            assertThat(target.timeline(Map.of("id", "M1")).versions()).hasSize(1);
            assertThat(store.quarantine())
                    .extracting(Rejection::reason)
                    .containsExactly(Reason.DUPLICATE_KEY_IN_SNAPSHOT);
        }
    }

    @Test
    void aRowWithAWrongValueIsNotTakenForAMissingKey() {
        try (DimensionStore store = create(PLAN_AND_REGION)) {
            History target = History.of(store);
            target.apply(planAndRegion(T1, 1, "A", "west"));
            target.apply(listing(T2, 2, row("id", "M1", "plan", 5L, "region", "east")));
            assertThat(target.timeline(Map.of("id", "M1")).versions())
                    .containsExactly(version(T1, T2, "A", "west"), version(T2, null, "A", "east"));
            assertThat(store.quarantine()).extracting(Rejection::reason).containsExactly(Reason.WRONG_TYPE);
        }
    }

    @Test
    void aRowWithAWrongValueSaysNothingOfThatColumnEvenIfItRepeatsTheOthers() {
        Batch early = planAndRegion(T1, 1, "A", "west");
        Batch listing = listing(T3, 2, row("id", "M1", "plan", 5L, "region", "west"));
        Batch late = planAndRegion(T2, 3, "B", "west");
        for (List<Batch> order : List.of(List.of(early, listing, late), List.of(early, late, listing))) {
            try (DimensionStore store = create(PLAN_AND_REGION)) {
                History target = History.of(store);
                order.forEach(target::apply);
                assertThat(target.timeline(Map.of("id", "M1")).versions())
                        .containsExactly(version(T1, T2, "A", "west"), version(T2, null, "B", "west"));
            }
        }
    }

    @Test
    void twoListingsAtOnePlaceLeaveTheSameEvidenceWhicheverWasRecordedOrCameFirst() {
        Dimension recorded = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("region", ColumnType.TEXT)
                .systemTime(SystemTime.SOURCE)
                .build();
        Snapshot rows = Snapshot.of(T2, Sequence.of(2), List.of(row("id", "M1", "plan", "A", "region", "west")));
        Batch first = Batch.of(rows.withScope(Map.of("plan", "A")).withSystemTime(T3));
        Batch second = Batch.of(rows.withScope(Map.of("region", "west")).withSystemTime(T4));
        assertThat(evidence(recorded, first, second)).isEqualTo(evidence(recorded, second, first));
    }

    /** Returns what is remembered of M1, which shows what is listed. */
    private List<Evidence> evidence(Dimension dimension, Batch... listings) {
        try (DimensionStore store = create(dimension)) {
            Observation said = Observation.of(row("id", "M1", "plan", "A", "region", "west"), T1, Sequence.of(1));
            History.of(store).apply(Batch.of(said.withSystemTime(T3)));
            List.of(listings).forEach(History.of(store)::apply);
            return store.history(dimension.key(Map.of("id", "M1"))).evidence();
        }
    }

    private static void assertRefused(History target, Batch batch, Reason reason) {
        assertThatThrownBy(() -> target.apply(batch))
                .isInstanceOfSatisfying(
                        InvalidChangeException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
