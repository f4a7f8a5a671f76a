package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.Verification;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.generate.History;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** One history in a store of its own. Confined to one thread. */
final class Trial {
    private final History history;
    private DimensionStore store;
    private History done;

    private Trial(Function<Dimension, DimensionStore> factory, History history) {
        this.history = history;
        this.store = factory.apply(history.dimension());
        this.done = new History(history.dimension(), List.of());
    }

    /**
     * Applies {@code history} and compares with the law half way, so that what was forgotten then shows later, and at the
     * end; then applies all of it again in another cut.
     */
    static void of(Function<Dimension, DimensionStore> factory, History history) {
        Trial trial = new Trial(factory, history);
        try {
            for (History stage = history; stage != null; stage = stage.next()) {
                if (stage != history) {
                    trial.evolve(stage.dimension());
                }
                stage.batches().forEach(trial::apply);
            }
            trial.compare();
            trial.replay();
            verify(trial.store);
        } finally {
            trial.store.close();
        }
    }

    private void apply(Batch batch) {
        dev.scd2.engine.History.of(store).apply(batch);
        done = done.with(batch);
        if (done.all().size() == history.all().size() / 2) {
            compare();
            verify(store);
        }
    }

    private void compare() {
        Believed.check(store, done);
    }

    /** Columns are added, and no version changes. */
    private void evolve(Dimension wider) {
        List<String> before = versions();
        store = store.evolve(wider);
        done = done.then(new History(wider, List.of()));
        if (!versions().equals(before)) {
            throw new AssertionError("  adding a column changed versions: " + before + " became " + versions());
        }
    }

    private List<String> versions() {
        List<String> versions = new ArrayList<>();
        store.scan(one -> {
            for (StoredVersion stored : one.versions()) {
                Interval interval = stored.version().interval();
                versions.add(stored.surrogate() + " " + interval + " " + stored.attributeHash());
            }
        });
        return versions;
    }

    private void replay() {
        List<Batch> again =
                history.inLastWords().cut(new SplittableRandom(done.size())).batches();
        Replay.of(
                dev.scd2.engine.History.of(store),
                again,
                Held.of(store),
                store.quarantine().size(),
                store);
    }

    static void verify(DimensionStore store) {
        Verification verification = Verification.of(store);
        if (!verification.isClean()) {
            throw new AssertionError("  " + verification.examples());
        }
    }
}
