package dev.scd2.tck;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.timeline.Interval;
import org.junit.jupiter.api.Test;

/** Late changes, no-ops, deletes and revivals, in every order of arrival. */
abstract class OrderCases extends CaseRules {
    OrderCases(StoreKit kit) {
        super(kit);
    }

    @Test
    void aNoOpIsEvidence_xAtT1_xAtT3_thenLate_yAtT2() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), plan(T3, 2, "x"), plan(T2, 3, "y")),
                version(T1, T2, "x"),
                version(T2, T3, "y"),
                version(T3, null, "x"));
    }

    @Test
    void aRunOfNoOpsIsSplitByALateChange() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), plan(T2, 2, "x"), plan(T4, 3, "x"), plan(T3, 4, "y")),
                version(T1, T3, "x"),
                version(T3, T4, "y"),
                version(T4, null, "x"));
    }

    @Test
    void aChangeBeforeTheFirstMovesTheBeginning() {
        inEveryOrder(PLAN, pieces(plan(T2, 1, "x"), plan(T1, 2, "y")), version(T1, T2, "y"), version(T2, null, "x"));
        inEveryOrder(PLAN, pieces(plan(T2, 1, "x"), plan(T1, 2, "x")), version(T1, null, "x"));
    }

    @Test
    void aChangeAfterADeleteRevivesAndTheGapStays() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), delete(T2, 2), plan(T3, 3, "x")),
                version(T1, T2, "x"),
                version(T3, null, "x"));
    }

    @Test
    void aRevivalAtTheInstantOfTheDeleteLeavesNoGap() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), delete(T2, 2), plan(T2, 3, "y")),
                version(T1, T2, "x"),
                version(T2, null, "y"));
    }

    @Test
    void aRevivalOlderThanTheDeleteRevivesNothing() {
        inEveryOrder(
                PLAN,
                pieces(plan(T1, 1, "x"), delete(T3, 2), plan(T2, 3, "y")),
                version(T1, T2, "x"),
                version(T2, T3, "y"));
    }

    @Test
    void aDeleteBeforeItsInsertIsRemembered() {
        inEveryOrder(PLAN, pieces(delete(T2, 2), plan(T1, 1, "x")), version(T1, T2, "x"));
    }

    @Test
    void aDeleteOfWhatNeverWasLeavesNothing() {
        inEveryOrder(PLAN, pieces(delete(T2, 2)));
    }

    @Test
    void aDeleteAtTheSameInstantWithAGreaterSequenceHides_andASmallerOneDoesNot() {
        inEveryOrder(PLAN, pieces(plan(T1, 1, "x"), delete(T1, 2)));
        inEveryOrder(PLAN, pieces(plan(T1, 2, "x"), delete(T1, 1)), version(T1, null, "x"));
    }

    @Test
    void aMarkedAbsenceIsARowAndNeverBeforeTheFirstVersion() {
        Dimension marking = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .deletes(DeletePolicy.MARK)
                .build();
        inEveryOrder(
                marking,
                pieces(delete(T1, 1), plan(T2, 2, "x"), delete(T3, 3), plan(T4, 4, "x")),
                version(T2, T3, "x"),
                StoreRules.deleted(Interval.of(T3, T4), 1),
                version(T4, null, "x"));
        inEveryOrder(
                marking,
                pieces(plan(T2, 2, "x"), delete(T3, 3), delete(T4, 4)),
                version(T2, T3, "x"),
                StoreRules.deleted(Interval.startingAt(T3), 1));
    }

    @Test
    void anIgnoredDeleteLeavesNoTrace() {
        Dimension ignoring = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .deletes(DeletePolicy.IGNORE)
                .build();
        inEveryOrder(ignoring, pieces(plan(T1, 1, "x"), delete(T2, 2)), version(T1, null, "x"));
    }

    @Test
    void aLatePatchFlowsForwardUpToTheChangeThatSaysItsColumn() {
        inEveryOrder(
                PLAN_AND_REGION,
                pieces(
                        planAndRegion(T1, 1, "A", "west"),
                        patch(T3, 2, "plan", "B"),
                        planAndRegion(T4, 3, "B", "north"),
                        patch(T2, 4, "region", "east")),
                version(T1, T2, "A", "west"),
                version(T2, T3, "A", "east"),
                version(T3, T4, "B", "east"),
                version(T4, null, "B", "north"));
    }

    @Test
    void aLateNullIsNotAnUnsaidValue() {
        inEveryOrder(
                PLAN_AND_REGION,
                pieces(planAndRegion(T1, 1, "A", "west"), patch(T3, 2, "plan", "B"), patch(T2, 3, "region", null)),
                version(T1, T2, "A", "west"),
                version(T2, T3, "A", null),
                version(T3, null, "B", null));
    }

    @Test
    void aPatchAfterADeleteStartsAnEntityWithoutItsOldValues() {
        inEveryOrder(
                PLAN_AND_REGION,
                pieces(planAndRegion(T1, 1, "A", "west"), delete(T2, 2), patch(T3, 3, "plan", "B")),
                version(T1, T2, "A", "west"),
                version(T3, null, "B", null));
    }

    @Test
    void aValueBelowAGreaterSequenceStaysHiddenInItsColumnOnly() {
        inEveryOrder(
                PLAN_AND_REGION,
                pieces(planAndRegion(T1, 1, "A", "west"), patch(T1, 2, "plan", "B"), patch(T1, 0, "region", "east")),
                version(T1, null, "B", "west"));
    }

    @Test
    void fixedShowsTheFirstAndOverwriteTheLastValueInEveryVersion() {
        Dimension policies = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .fixed("region", ColumnType.TEXT)
                .build();
        inEveryOrder(
                policies,
                pieces(
                        planAndRegion(T2, 1, "A", "west"),
                        planAndRegion(T3, 2, "B", "east"),
                        patch(T1, 3, "region", "south")),
                version(T1, T2, null, "south"),
                version(T2, T3, "A", "south"),
                version(T3, null, "B", "south"));
        Dimension overwriting = Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .overwrite("region", ColumnType.TEXT)
                .build();
        inEveryOrder(
                overwriting,
                pieces(planAndRegion(T1, 1, "A", "west"), planAndRegion(T2, 2, "A", "east"), delete(T3, 3)),
                version(T1, T3, "A", "east"));
    }
}
