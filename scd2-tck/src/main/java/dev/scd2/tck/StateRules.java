package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Instants;
import org.junit.jupiter.api.Test;

/** What a store holds of the dimension as a whole. */
abstract class StateRules extends StoreRules {
    StateRules(StoreKit kit) {
        super(kit);
    }

    @LookAt("what counts generations: every committed write, and nothing that was rolled back.")
    @Test
    void store70_theGenerationGrowsWithEveryCommittedWrite() {
        DimensionStore store = create(MEMBER);
        long first = store.state().generation();
        plan().insert(Key.of("M1"), version(JAN, null, "A", "west")).commitTo(store);
        long second = store.state().generation();
        assertThat(second).isGreaterThan(first);

        try (StoreTransaction transaction = store.begin()) {
            assertThat(transaction.state().generation()).isEqualTo(second);
            plan().insert(Key.of("M2"), version(JAN, null, "A", "west")).writeTo(transaction);
        }
        assertThat(store.state().generation()).isEqualTo(second);

        plan().evidence(values(Key.of("M1"), JAN, Sequence.of(1), "A", "west")).commitTo(store);
        assertThat(store.state().generation()).isGreaterThan(second);
    }

    @LookAt("the update of the horizon: it takes the greater of what is held and what is written.")
    @Test
    void store71_theHorizonNeverMovesBack() {
        DimensionStore store = create(MEMBER);
        assertThat(store.state().horizon()).isEqualTo(Long.MIN_VALUE);
        plan().horizon(Instants.toMicros(FEB)).commitTo(store);
        plan().commitTo(store);
        plan().horizon(Instants.toMicros(JAN)).commitTo(store);
        assertThat(store.state().horizon()).isEqualTo(Instants.toMicros(FEB));
        plan().horizon(Instants.toMicros(MAR)).commitTo(store);
        assertThat(store.state().horizon()).isEqualTo(Instants.toMicros(MAR));
    }

    @LookAt("what becomes of a plan's system time: the greatest is held.")
    @Test
    void store72_theGreatestSystemTimeOfALoadIsHeld() {
        DimensionStore store = create(MEMBER);
        assertThat(store.state().lastSystemTime()).isEqualTo(Long.MIN_VALUE);
        plan().systemTime(Instants.toMicros(FEB)).commitTo(store);
        plan().commitTo(store);
        plan().systemTime(Instants.toMicros(JAN)).commitTo(store);
        assertThat(store.state().lastSystemTime()).isEqualTo(Instants.toMicros(FEB));
    }

    @LookAt("where the secret is made and kept: with the store, once, at random.")
    @Test
    void store73_theErasureSecretIsLongStaysAndIsOfThisStoreAlone() {
        DimensionStore store = create(MEMBER);
        StoreState before = store.state();
        assertThat(before.erasureSecret().toArray()).hasSizeGreaterThanOrEqualTo(16);
        plan().insert(Key.of("M1"), version(JAN, null, "A", "west")).commitTo(store);
        assertThat(store.state().erasureSecret()).isEqualTo(before.erasureSecret());
        try (StoreTransaction transaction = store.begin()) {
            assertThat(transaction.state().erasureSecret()).isEqualTo(before.erasureSecret());
        }
        assertThat(create(MEMBER).state().erasureSecret()).isNotEqualTo(before.erasureSecret());
    }
}
