package dev.scd2.benchmarks;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.store.DimensionStore;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Whether time and memory stay what they are while a table grows: many changes in a small heap, and one key with very many
 * versions. Confined to one thread.
 */
final class Growth {
    private static final int BATCH = 20_000;
    private static final int VERSIONS_OF_A_KEY = 5;
    private static final int STEPS = 10;
    private static final int LATE = 20;

    private final PrintStream out;

    Growth(PrintStream out) {
        this.out = out;
    }

    /** Streams {@code changes} through, five for each key, and says after each tenth what they took. */
    void memory(String name, DimensionStore store, int changes) throws Exception {
        History history = History.of(store);
        int keys = Math.max(1, changes / VERSIONS_OF_A_KEY);
        out.printf(Locale.ROOT, "%n%-9s %,d changes of %,d keys in batches of %,d%n", name, changes, keys, BATCH);
        out.printf("%12s %10s %12s %10s %10s%n", "changes", "seconds", "changes/s", "heap MB", "RSS MB");
        long begun = System.nanoTime();
        long lap = begun;
        int since = 0;
        for (int done = 0; done < changes; ) {
            List<Change> batch = new ArrayList<>(BATCH);
            for (; batch.size() < BATCH && done < changes; done++) {
                int generation = done / keys;
                batch.add(Members.observation((int) (done * 7_919L % keys), generation, generation));
            }
            history.apply(Batch.builder().changes(batch).build());
            if ((long) done * STEPS / changes > (long) since * STEPS / changes) {
                long now = System.nanoTime();
                double rate = (done - since) / ((now - lap) / 1e9);
                out.printf(
                        Locale.ROOT,
                        "%,12d %10.1f %,12.0f %,10d %,10d%n",
                        done,
                        (now - begun) / 1e9,
                        rate,
                        Machine.heapMegabytes(),
                        Machine.residentMegabytes("VmRSS"));
                lap = now;
                since = done;
            }
        }
        Verification verification = Verification.of(store);
        if (!verification.isClean() || verification.versions() != changes) {
            throw new IllegalStateException("The history of " + changes + " changes is wrong: " + verification);
        }
        out.printf(
                Locale.ROOT,
                "all verified after %.1f s; peak RSS %,d MB, heap at most %,d MB%n",
                (System.nanoTime() - begun) / 1e9,
                Machine.residentMegabytes("VmHWM"),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Loads one key with {@code versions} versions in batches, then says things that come late, in its middle. */
    void versions(String name, DimensionStore store, int versions, long seed) throws Exception {
        History history = History.of(store);
        double loading = 0;
        double last = 0;
        for (int done = 0; done < versions; ) {
            List<Change> batch = new ArrayList<>(BATCH);
            for (; batch.size() < BATCH && done < versions; done++) {
                batch.add(Members.observation(0, done, 2 * done));
            }
            last = Times.millis(
                    () -> history.apply(Batch.builder().changes(batch).build()));
            loading += last;
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] late = new double[LATE];
        for (int i = 0; i < LATE; i++) {
            int place = versions / 3 + random.nextInt(Math.max(1, versions / 3));
            Batch batch = Batch.of(Members.observation(0, place + versions, 2 * place + 1));
            late[i] = Times.millis(() -> history.apply(batch));
        }
        double verifying = Times.millis(() -> {
            Verification verification = Verification.of(store, List.of(Key.of(Members.key(0))));
            if (!verification.isClean() || verification.versions() < versions) {
                throw new IllegalStateException("The history of one key is wrong: " + verification);
            }
        });
        out.printf(
                Locale.ROOT,
                "%-9s %,11d %12.1f %14.1f %14.1f %14.2f%n",
                name,
                versions,
                1e3 * loading / versions,
                last,
                Times.median(late),
                1e3 * verifying / versions);
    }

    /** Applies a listing a day, one row in a thousand changed each day, and says what is held of them in the end. */
    void listings(Database database, int days, int rows, long seed) throws Exception {
        try (World world = World.listed(database, "year", rows, seed)) {
            double[] took = new double[days - 1];
            int changed = 0;
            for (int day = 0; day < took.length; day++) {
                changed += world.nextRound(Math.max(1, rows / 1_000)).size();
                took[day] = world.applyListing();
            }
            world.verify();
            long listed = (long) rows * days;
            out.printf(
                    Locale.ROOT,
                    "%n%s: %,d listings of %,d keys, %,d rows; %,d changes; the median day takes %,.0f ms%n%s%n",
                    database.name(),
                    days,
                    rows,
                    listed,
                    changed,
                    Times.median(took),
                    database.held("year"));
        }
    }

    /** Says what the columns of {@link #versions} are. */
    void versionsHeader() {
        out.printf(
                "%n%-9s %11s %12s %14s %14s %14s%n",
                "store", "versions", "load us each", "last batch ms", "one late ms", "verify us each");
    }
}
