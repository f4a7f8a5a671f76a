package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Writers of one dimension at the same time lose nothing and all get their turn.
 *
 * <p>Two or four writers share a feed of every kind of change, with few keys and some batches for all of them. Every other
 * writer plans first and applies the plan then. Whoever is refused tries again. At the end the store must hold what a single
 * writer of all batches leaves. {@code -Dscd2.writers.seconds=…} says for how long (2 unless said), feed after feed.
 */
public abstract class ConcurrentWritersContract {
    private static final int PROCESSES = 2;

    private final long seed = Properties.seed();
    private final long nanos = TimeUnit.SECONDS.toNanos(Long.getLong("scd2.writers.seconds", 2));

    /** Returns words that say where a fresh, empty store can be made: a file, an address. */
    protected abstract String place(int number);

    /** Opens the store of {@code dimension} at {@code place}; the kit closes it. */
    protected abstract DimensionStore open(String place, Dimension dimension);

    /**
     * Returns whether several processes can have a store open. Then the class needs a {@code main} that makes an instance
     * and calls {@link #write}; the children have the class path of the test.
     */
    protected boolean isForProcesses() {
        return false;
    }

    /** The writers have one store, or each its own at the same place. */
    @Test
    void twoOrFourThreadsLeaveWhatASingleWriterLeaves() throws Exception {
        Writers all = new Writers();
        long start = System.nanoTime();
        int round = 0;
        for (; round < 2 || System.nanoTime() - start < nanos; round++) {
            SeededFeed feed = SeededFeed.of(seed, round);
            String place = place(round);
            int count = round % 2 == 0 ? 2 : 4;
            boolean oneStore = (round + round / 2) % 2 == 0;
            List<DimensionStore> stores = new ArrayList<>();
            try {
                Writers writers = new Writers();
                for (int writer = 0; writer < count; writer++) {
                    if (stores.isEmpty() || !oneStore) {
                        stores.add(open(place, feed.dimension()));
                    }
                    writers.add(writer, History.of(stores.get(stores.size() - 1)), share(feed, writer, count));
                }
                writers.run();
                check(feed, round, stores.get(0));
                all.count(writers);
            } finally {
                stores.forEach(DimensionStore::close);
            }
        }
        System.out.println("Threads, seed " + seed + ": " + round + " feeds, " + all);
    }

    @Test
    void twoProcessesLeaveWhatASingleWriterLeaves() throws Exception {
        assumeTrue(isForProcesses(), "one process at a time can have this store open");
        long start = System.nanoTime();
        int round = 0;
        for (; round < 1 || System.nanoTime() - start < nanos; round++) {
            SeededFeed feed = SeededFeed.of(seed, round);
            String place = place(-1 - round);
            try (DimensionStore store = open(place, feed.dimension())) {
                write(place, round);
                check(feed, round, store);
            }
        }
        System.out.println("Processes, seed " + seed + ": " + round + " feeds");
    }

    private void write(String place, int round) throws IOException, InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        try {
            for (int writer = 0; writer < PROCESSES; writer++) {
                children.add(ChildProcess.of(getClass(), place, seed, round, writer));
            }
            for (ChildProcess child : children) {
                assertThat(child.line()).isEqualTo("ready");
            }
            for (ChildProcess child : children) {
                child.tell("go");
            }
            for (ChildProcess child : children) {
                System.out.println("  " + child.line());
                assertThat(child.end()).as("a writing process").isZero();
            }
        } finally {
            for (ChildProcess child : children) {
                child.close();
            }
        }
    }

    /**
     * What a child process does: waits for a word, then applies its share of a feed.
     *
     * @param arguments the place, the seed, the number of the feed, the number of the writer
     */
    protected final void write(String... arguments) throws Exception {
        SeededFeed feed = SeededFeed.of(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        int writer = Integer.parseInt(arguments[3]);
        try (DimensionStore store = open(arguments[0], feed.dimension())) {
            Writers one = new Writers();
            one.add(writer, History.of(store), share(feed, writer, PROCESSES));
            System.out.println("ready");
            System.in.read();
            one.run();
            System.out.println(one);
        }
    }

    /** Every fifth batch is for all writers, the others are dealt out. */
    private static List<Batch> share(SeededFeed feed, int writer, int count) {
        List<Batch> share = new ArrayList<>();
        for (int i = 0; i < feed.atOnce(); i++) {
            if (i % 5 == 0 || i % count == writer) {
                share.add(feed.batches().get(i));
            }
        }
        return share;
    }

    /** What was said and decides nothing yet is not lost either: what comes later lands as behind a single writer. */
    private void check(SeededFeed feed, int round, DimensionStore store) {
        DimensionStore single = InMemoryStore.of(feed.dimension());
        feed.batches().subList(0, feed.atOnce()).forEach(History.of(single)::apply);
        compare(single, store, "Seed " + seed + ", feed " + round);
        for (Batch batch : feed.batches().subList(feed.atOnce(), feed.batches().size())) {
            History.of(single).apply(batch);
            History.of(store).apply(batch);
        }
        compare(single, store, "Seed " + seed + ", feed " + round + ", with what comes later");
        Believed.check(store, new dev.scd2.tck.generate.History(feed.dimension(), feed.batches()));
    }

    private static void compare(DimensionStore single, DimensionStore store, String where) {
        Image.of(single).requireSame(Image.of(store), where);
        Trial.verify(store);
    }
}
