package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.engine.Verification;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.History;
import dev.scd2.tck.generate.Properties;
import dev.scd2.tck.generate.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The promise: the same changes in any order, in any batches, any number of times, leave the same versions, evidence
 * and quarantined conflicts, and they are those of the law.
 *
 * <p>Random histories are applied through the engine to the store and compared with the {@link dev.scd2.tck.oracle.Oracle}.
 * {@code -Dscd2.convergence.runs=…} says how many random orders and batch cuts (500 unless said), {@code -Dscd2.seed=…}
 * which. A failure prints the seed, the shrunk changes, and the expected and the actual timeline. On failure look first
 * at whether the same seed fails on the reference store: then it is the engine, else the store.
 */
public abstract class ConvergenceContract {
    private static final int RUNS = Integer.getInteger("scd2.convergence.runs", 500);
    private static final int DIMENSIONS = 10;
    private static final double SMALLEST_SHARE = 0.05;

    private final long seed = Properties.seed();
    private final SplittableRandom random = new SplittableRandom(seed);

    /** Returns a fresh, empty store of {@code dimension}; the kit closes it. */
    protected abstract DimensionStore create(Dimension dimension);

    @Test
    void everyOrderOfAFewChangesGivesTheHistoryOfTheLaw() {
        for (int i = 0; i < DIMENSIONS; i++) {
            Lanes lanes = new Lanes(Histories.dimension(random, feed(i)));
            History few = history(lanes, i < 2 ? 6 : 3 + i % 3);
            few.orders().forEach(lanes::add);
            lanes.check(seed, random, this::create, this::check);
        }
    }

    @Test
    void randomOrdersAndBatchCutsGiveTheHistoryOfTheLaw() {
        Shares shares = new Shares();
        int perDimension = Math.max(1, RUNS / DIMENSIONS);
        for (int i = 0; i < DIMENSIONS; i++) {
            Lanes lanes = new Lanes(Histories.dimension(random, feed(i)));
            History history = history(lanes, 7);
            for (int run = 0; run < perDimension; run++) {
                if (run % 5 == 0) {
                    history = history(lanes, 7 + random.nextInt(34));
                }
                History arriving = history.shuffled(random);
                if (feed(i) == Feed.CHANGES) {
                    shares.count(arriving);
                }
                lanes.add(arriving.cut(random));
            }
            lanes.check(seed, random, this::create, this::check);
        }
        System.out.println("Random histories, seed " + seed + ": " + shares);
        for (Shares.Trait trait : Shares.Trait.values()) {
            assertThat(shares.of(trait)).as("share of %s", trait).isGreaterThanOrEqualTo(SMALLEST_SHARE);
        }
    }

    @Test
    void snapshotsAmongOtherChangesGiveTheHistoryOfTheLawInAnyOrder() {
        Properties.forAll(
                seed,
                Math.max(1, RUNS / 10),
                one -> {
                    Dimension dimension = Histories.dimension(one, Feed.CHANGES);
                    History history = Histories.withSnapshots(one, dimension, 3 + one.nextInt(12));
                    return history.shuffled(one).cut(one);
                },
                this::check);
    }

    @Test
    void everyBatchKeepsTheInvariantsAndTheSurrogatesOfStartsThatStay() {
        Properties.forAll(
                seed + 1,
                Math.max(1, RUNS / 25),
                one -> {
                    Dimension dimension = Histories.dimension(one, one.nextInt(3) == 0 ? Feed.SPANS : Feed.CHANGES);
                    return Histories.of(one, dimension, 4 + one.nextInt(10)).cut(one);
                },
                this::checkStepByStep);
    }

    private static Feed feed(int i) {
        return i % 3 == 2 ? Feed.SPANS : Feed.CHANGES;
    }

    private History history(Lanes lanes, int size) {
        return Histories.of(random.split(), lanes.dimension(), size);
    }

    /** Applies the batches, compares with the law, and applies them again in another cut. */
    private void check(History history) {
        try (DimensionStore store = create(history.dimension())) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            history.batches().forEach(target::apply);
            Believed.check(store, history);
            List<KeyHistory> before = new ArrayList<>();
            store.scan(before::add);
            Replay.of(
                    target,
                    history.cut(new SplittableRandom(seed)).batches(),
                    before,
                    store.quarantine().size(),
                    store);
            verify(store);
        }
    }

    private void checkStepByStep(History history) {
        try (DimensionStore store = create(history.dimension())) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            for (Batch batch : history.batches()) {
                Steps.apply(store, target, batch);
                verify(store);
            }
            Believed.check(store, history);
        }
    }

    private static void verify(DimensionStore store) {
        Verification verification = Verification.of(store);
        if (!verification.isClean()) {
            throw new AssertionError("  " + verification.examples());
        }
    }
}
