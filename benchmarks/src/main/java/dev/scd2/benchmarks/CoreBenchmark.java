package dev.scd2.benchmarks;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many changes a second the pure core applies on one thread: admission, merge, law, diff and plan.
 *
 * <p>Two thirds of a stream are applied to a store in memory. The last third, one batch, is then applied over and over to a
 * {@link HandedInStore} that hands in what the store in memory holds of its keys, so that no store is measured. Each time
 * its changes are made anew just before, as a reader makes them, which is not measured either: so they are in the caches
 * as far as the batch fits. Beside it stands the whole stream with the store in memory. These stores must be right, and all streams, which say the same in
 * other ways, must leave equally many versions.
 */
final class CoreBenchmark {
    private static final int PARTS = 3;
    private static final int WARM_UPS = 5;
    /** How many changes a run takes, batch by batch: less is too short to be measured. */
    private static final int RUN = 100_000;
    /** How much longer the streams are, and how many times as many keys they have, where the store is measured too. */
    private static final int WHOLE = 10;

    private final long seed;
    private final int keys;
    private final int batch;
    private final int runs;
    private final Set<Long> versions = new HashSet<>();

    CoreBenchmark(long seed, int keys, int batch, int runs) {
        this.seed = seed;
        this.keys = keys;
        this.batch = batch;
        this.runs = runs;
    }

    /**
     * Returns a case for each arrival, and then those with the store in memory. They are measured in turn.
     *
     * @throws IllegalStateException if a history is wrong, for then nothing was measured
     */
    List<Case> run() {
        List<Case> bare = new ArrayList<>();
        List<Case> whole = new ArrayList<>();
        for (Arrival arrival : Arrival.values()) {
            List<Batch> batches = new Stream(seed, keys, batch * PARTS).batches(arrival, batch);
            bare.add(bare(arrival, batches));
            List<Batch> longer = new Stream(seed, keys * WHOLE, batch * PARTS * WHOLE).batches(arrival, batch);
            whole.add(new Case(arrival.label() + ", store in memory", longer, 1, 0, Members::inMemory));
        }
        measure(bare, WARM_UPS);
        measure(whole, 0);
        if (versions.size() > 1) {
            throw new IllegalStateException(
                    "Streams that say the same left different numbers of versions: " + versions);
        }
        List<Case> all = new ArrayList<>(bare);
        all.addAll(whole);
        return all;
    }

    private Case bare(Arrival arrival, List<Batch> batches) {
        InMemoryStore known = Members.inMemory();
        for (Batch before : batches.subList(0, PARTS - 1)) {
            History.of(known).apply(before);
        }
        HandedInStore store = new HandedInStore(known);
        List<Batch> last = batches.subList(PARTS - 1, PARTS);
        History.of(store).plan(last.get(0));
        History.of(known).apply(last.get(0));
        verify(known);
        return new Case(arrival.label(), last, Math.max(1, RUN / batch), store.statements(), () -> store);
    }

    private void verify(InMemoryStore store) {
        Verification verification = Verification.of(store);
        if (!verification.isClean()) {
            throw new IllegalStateException("A stream left a wrong history: " + verification.examples());
        }
        versions.add(verification.versions());
    }

    private void measure(List<Case> cases, int warmUps) {
        for (int run = -warmUps; run < runs; run++) {
            for (Case one : cases) {
                one.measure(run >= 0);
            }
        }
    }

    /** A stream, and what was measured of it. */
    static final class Case {
        private final String name;
        private final List<Batch> batches;
        private final int times;
        private final long handedIn;
        private final Supplier<? extends DimensionStore> stores;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> ratesOfOneCore = new ArrayList<>();
        private final List<Double> ratesOfThread = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();

        private Case(
                String name, List<Batch> batches, int times, long handedIn, Supplier<? extends DimensionStore> stores) {
            this.name = name;
            this.batches = batches;
            this.times = times;
            this.handedIn = handedIn;
            this.stores = stores;
        }

        private void measure(boolean counts) {
            History history = History.of(stores.get());
            long allocated = 0;
            long cpuTook = 0;
            long threadTook = 0;
            long took = 0;
            long accepted = 0;
            for (int time = 0; time < times; time++) {
                for (Batch batch : batches) {
                    Batch read = anew(batch);
                    long allocatedBefore = Machine.allocatedBytes();
                    long cpu = Machine.cpuNanos();
                    long thread = Machine.threadNanos();
                    long begun = System.nanoTime();
                    accepted += history.apply(read).accepted();
                    took += System.nanoTime() - begun;
                    threadTook += Machine.threadNanos() - thread;
                    cpuTook += Machine.cpuNanos() - cpu;
                    allocated += Machine.allocatedBytes() - allocatedBefore;
                }
            }
            long applied = (long) changes() * times;
            double perChange = (double) allocated / applied;
            if (accepted != applied) {
                throw new IllegalStateException("Of " + applied + " new changes " + accepted + " were accepted.");
            }
            if (counts) {
                rates.add(applied * 1e9 / took);
                ratesOfOneCore.add(applied * 1e9 / Math.max(1, cpuTook));
                ratesOfThread.add(applied * 1e9 / Math.max(1, threadTook));
                bytes.add(perChange);
            }
        }

        /** Returns the batch with every change and every text another object. */
        private static Batch anew(Batch batch) {
            List<Change> changes = new ArrayList<>();
            for (Change change : batch.changes()) {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                change.fields()
                        .forEach((name, value) -> fields.put(
                                name, value instanceof String text ? new String(text.toCharArray()) : value));
                changes.add(change.withFields(fields));
            }
            return Batch.builder().changes(changes).build();
        }

        String name() {
            return name;
        }

        int changes() {
            return batches.stream().mapToInt(batch -> batch.changes().size()).sum();
        }

        /** Returns the statements that the store hands in. */
        long handedIn() {
            return handedIn;
        }

        /** Returns the changes per second of each run. */
        double[] rates() {
            return rates.stream().mapToDouble(Double::doubleValue).toArray();
        }

        /** Returns the changes per second of processor time of the thread that applies them; what others take is not in it. */
        double rateOfThread() {
            return Times.median(ratesOfThread);
        }

        /** Returns the changes per second of processor time, the compiler and the collector included. */
        double rateOfOneCore() {
            return Times.median(ratesOfOneCore);
        }

        /** Returns the bytes that one change allocates on the thread that applies it. */
        double bytesPerChange() {
            return Times.median(bytes);
        }
    }
}
