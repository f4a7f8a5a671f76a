package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Instants;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Positions, quarantine and snapshots. */
abstract class BookkeepingRules extends StoreRules {
    BookkeepingRules(Function<Dimension, DimensionStore> factory) {
        super(factory);
    }

    /** On failure look at the update of a position: it takes the greater of what is held and what is written. */
    @Test
    void store50_aPositionNeverMovesBack() {
        DimensionStore store = create(MEMBER);
        plan().reached(new Position("orders", 0, 10)).commitTo(store);
        plan().reached(new Position("orders", 0, 7)).commitTo(store);
        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 10));
        plan().reached(new Position("orders", 0, 11)).commitTo(store);
        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 11));
    }

    /** On failure look at the key of positions: source and partition, both. */
    @Test
    void store51_positionsAreKeptForEachPartitionOfEachSource() {
        DimensionStore store = create(MEMBER);
        plan().reached(
                        new Position("orders", 0, 10),
                        new Position("orders", 1, 20),
                        new Position("Orders", 0, 30),
                        new Position("it's \"odd\"", 0, Long.MAX_VALUE))
                .commitTo(store);

        assertThat(store.reached("orders", 0)).contains(new Position("orders", 0, 10));
        assertThat(store.reached("orders", 1)).contains(new Position("orders", 1, 20));
        assertThat(store.reached("Orders", 0)).contains(new Position("Orders", 0, 30));
        assertThat(store.reached("it's \"odd\"", 0)).contains(new Position("it's \"odd\"", 0, Long.MAX_VALUE));
        assertThat(store.reached("orders", 2)).isEmpty();
    }

    /** On failure look at the columns of quarantine: nothing may be cut off or translated. */
    @Test
    void store52_aRejectionComesBackWhole() {
        DimensionStore store = create(MEMBER);
        Rejection with = new Rejection(
                Reason.WRONG_TYPE,
                "A value of class \"String\" is no long;\n'fix' it.",
                new Position("orders", 3, 4),
                "{\"a\": \"\\N\", \"b\":\t'\uD83D\uDE00'}",
                "id-1");
        Rejection without = new Rejection(Reason.CONFLICT, "", null, "x".repeat(50_000), "id-2");
        plan().rejection(with, without).commitTo(store);

        assertThat(store.quarantine()).containsExactlyInAnyOrder(with, without);
    }

    /** On failure look at what makes an entry of quarantine unique: its identity, in one plan and across plans. */
    @Test
    void store53_aRejectionOfOneIdentityIsHeldOnce() {
        DimensionStore store = create(MEMBER);
        plan().rejection(rejection("a"), rejection("b"), rejection("a")).commitTo(store);
        plan().rejection(rejection("b"), rejection("c")).commitTo(store);

        assertThat(store.quarantine()).extracting(Rejection::identity).containsExactlyInAnyOrder("a", "b", "c");
    }

    /** On failure look at what orders quarantine: the order of arrival, over batches. */
    @Test
    void store54_quarantineShowsTheOldestFirst() {
        DimensionStore store = create(MEMBER);
        for (String identity : new String[] {"c", "a", "d", "b"}) {
            plan().rejection(rejection(identity)).commitTo(store);
        }
        plan().rejection(rejection("a")).commitTo(store);

        assertThat(store.quarantine()).extracting(Rejection::identity).containsExactly("c", "a", "d", "b");
    }

    /** On failure look at how a snapshot's place is stored: microseconds and every part of its sequence. */
    @Test
    void store55_snapshotsAreRememberedAndShownToTheNextBatch() {
        DimensionStore store = create(MEMBER);
        SnapshotMark one = new SnapshotMark(Instants.toMicros(JAN) + 1, Sequence.of(1));
        SnapshotMark two = new SnapshotMark(Instants.toMicros(JAN) + 1, Sequence.of(1, 0));
        SnapshotMark three = new SnapshotMark(Instants.toMicros(Instants.MIN), Sequence.of(-1, Long.MAX_VALUE));
        assertThat(store.snapshots()).isEmpty();
        plan().mark(one).commitTo(store);
        plan().mark(two).mark(three).commitTo(store);

        assertThat(store.snapshots()).containsExactlyInAnyOrder(one, two, three);
        try (StoreTransaction transaction = store.begin()) {
            assertThat(transaction.snapshots()).containsExactlyInAnyOrder(one, two, three);
        }
    }

    /** On failure look at what an empty plan does: it is legal and changes nothing. */
    @Test
    void store56_anEmptyPlanChangesNothing() {
        DimensionStore store = create(MEMBER);
        plan().commitTo(store);
        assertThat(scan(store)).isEmpty();
        assertThat(store.quarantine()).isEmpty();
        assertThat(store.dimension().name()).isEqualTo("member");
    }

    private static Rejection rejection(String identity) {
        return new Rejection(Reason.CONFLICT, "message", null, "payload " + identity, identity);
    }
}
