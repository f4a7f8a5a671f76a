package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.Verification;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.History;
import dev.scd2.tck.generate.Properties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Many histories of one dimension, side by side in one store as runs with keys of their own, so that a store that is
 * slow to begin a batch can still be tried on thousands of orders. Confined to one thread.
 */
final class Lanes {
    private final Dimension dimension;
    private final List<History> lanes = new ArrayList<>();

    Lanes(Dimension dimension) {
        this.dimension = dimension;
    }

    Dimension dimension() {
        return dimension;
    }

    void add(History history) {
        lanes.add(Histories.asRun(history, lanes.size()));
    }

    /**
     * Applies the first batches of all lanes together, then the second ones and so on, then everything again, and
     * compares each lane with the law half way, so that what was forgotten then shows later, and at the end.
     *
     * @param alone the same check for one history in a store of its own, to shrink what fails
     */
    void check(
            long seed, SplittableRandom random, Function<Dimension, DimensionStore> factory, Consumer<History> alone) {
        try (DimensionStore store = factory.apply(dimension)) {
            dev.scd2.engine.History target = dev.scd2.engine.History.of(store);
            int steps =
                    lanes.stream().mapToInt(lane -> lane.batches().size()).max().orElse(0);
            for (int step = 0; step < steps; step++) {
                target.apply(step(step));
                if (step + 1 == steps / 2 || step + 1 == steps) {
                    checkLanes(seed, store, step + 1, alone);
                }
            }
            List<Held> before = Held.of(store);
            int quarantined = store.quarantine().size();
            Replay.of(target, all(random), before, quarantined, store);
            Verification verification = Verification.of(store);
            if (!verification.isClean()) {
                throw new AssertionError("Seed " + seed + ": " + verification.examples());
            }
        }
    }

    private Batch step(int step) {
        return History.merged(lanes.stream()
                .filter(lane -> step < lane.batches().size())
                .map(lane -> lane.batches().get(step))
                .toList());
    }

    private List<Batch> all(SplittableRandom random) {
        Stream<Batch> everything = lanes.stream().flatMap(lane -> lane.batches().stream());
        Batch one = History.merged(
                new History(dimension, everything.toList()).shuffled(random).batches());
        return List.of(one);
    }

    private void checkLanes(long seed, DimensionStore store, int steps, Consumer<History> alone) {
        Map<Object, List<KeyHistory>> held = new HashMap<>();
        store.scan(history -> held.computeIfAbsent(history.key().part(0), run -> new ArrayList<>())
                .add(history));
        Map<Object, List<Rejection>> rejected = new HashMap<>();
        for (Rejection rejection : store.quarantine()) {
            Object run = rejection.key() == null ? -1L : rejection.key().part(0);
            rejected.computeIfAbsent(run, r -> new ArrayList<>()).add(rejection);
        }
        for (long run = 0; run < lanes.size(); run++) {
            History whole = lanes.get((int) run);
            History lane = whole.first(Math.min(steps, whole.batches().size()));
            try {
                Believed.check(lane, held.getOrDefault(run, List.of()), rejected.getOrDefault(run, List.of()));
            } catch (AssertionError wrong) {
                throw Properties.shrunk(seed, "lane " + run, lane, alone, wrong);
            }
        }
    }
}
