package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.History;
import dev.scd2.tck.generate.Properties;
import dev.scd2.tck.generate.Shares;
import dev.scd2.tck.generate.Trait;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The promise: the same changes in any order, in any batches, any number of times, leave the same latest belief, evidence
 * and quarantined conflicts, and they are those of the law.
 *
 * <p>Random histories are applied through the engine to the store and compared with the {@link dev.scd2.tck.oracle.Oracle},
 * half way and at the end. {@code -Dscd2.histories=…} says how many (500 unless said), {@code -Dscd2.seed=…} which. A
 * failure prints the seed, the shrunk changes, and the expected and the actual timeline. On failure look first at whether
 * the same seed fails on the reference store: then it is the engine, else the store.
 */
public abstract class ConvergenceContract extends StoreKit {
    private static final int DIMENSIONS = 10;
    private static final double SMALLEST_SHARE = 0.05;

    private final long seed = Properties.seed();
    private final SplittableRandom random = new SplittableRandom(seed);

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
        int perDimension = Math.max(1, Properties.histories() / DIMENSIONS);
        for (int i = 0; i < DIMENSIONS; i++) {
            Lanes lanes = new Lanes(Histories.dimension(random, feed(i)));
            for (int run = 0; run < perDimension; run++) {
                lanes.add(
                        history(lanes, 4 + random.nextInt(37)).shuffled(random).cut(random));
            }
            lanes.check(seed, random, this::create, this::check);
        }
    }

    /** Each history has a store of its own, for listings and truncates speak of every key and columns are added. */
    @Test
    void everyKindOfChangeTogetherGivesTheHistoryOfTheLaw() {
        Shares shares = new Shares();
        Properties.forAll(
                seed,
                histories(),
                one -> {
                    History history = everyKind(one);
                    shares.count(history);
                    return history;
                },
                this::check);
        System.out.println("Random histories, seed " + seed + ": " + shares);
        for (Trait trait : Trait.values()) {
            if (trait != Trait.SCHEMA_CHANGE || has(Capability.EVOLUTION)) {
                assertThat(shares.of(trait)).as("share of %s", trait).isGreaterThanOrEqualTo(SMALLEST_SHARE);
            }
        }
    }

    @Test
    void everyBatchKeepsTheInvariantsAndTheSurrogatesOfStartsThatStay() {
        Properties.forAll(
                seed + 1,
                Math.max(1, histories() / 5),
                one -> {
                    Dimension dimension = Histories.dimension(one, one.nextInt(3) == 0 ? Feed.SPANS : Feed.CHANGES);
                    return Histories.withListings(one, dimension, 4 + one.nextInt(10))
                            .cut(one);
                },
                this::checkStepByStep);
    }

    private History everyKind(SplittableRandom one) {
        Dimension dimension =
                Histories.dimension(one, one.nextInt(3) == 0 ? Feed.SPANS : Feed.CHANGES, SystemTime.NONE);
        History history = Histories.withListings(one, dimension, 3 + one.nextInt(18));
        if (one.nextInt(6) == 0 && has(Capability.EVOLUTION)) {
            history = Histories.widened(one, history, 1 + one.nextInt(10));
        }
        return history.shuffled(one).cut(one);
    }

    private static Feed feed(int i) {
        return i % 3 == 2 ? Feed.SPANS : Feed.CHANGES;
    }

    private History history(Lanes lanes, int size) {
        return Histories.of(random.split(), lanes.dimension(), size);
    }

    private void check(History history) {
        Trial.of(this::create, history);
    }

    private void checkStepByStep(History history) {
        try (DimensionStore store = create(history.dimension())) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            for (Batch batch : history.batches()) {
                Steps.apply(store, target, batch);
                Trial.verify(store);
            }
            Believed.check(store, history);
        }
    }
}
