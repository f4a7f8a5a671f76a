package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.generate.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A writer that is killed leaves whole batches only, and the next one goes on to where an undisturbed one would have come.
 *
 * <p>A child process applies a feed of every kind of change. It ends by SIGKILL at a random moment, or by itself before or
 * after a statement, COMMIT among them, that it sends while it opens the tables or applies a batch; each statement gets its
 * turn. Then the store must hold what an undisturbed one held after as many batches. The next child goes on from the
 * committed position, the last batches before it once more. {@code -Dscd2.kills=…} says how many kills (6 unless said).
 *
 * <p>The child has the class path of the test and is started with its class, which needs a {@code main} that makes an
 * instance and calls {@link #write}.
 */
public abstract class KilledWriterContract {
    /** How many batches before the committed position are applied again. */
    private static final int REPEATED = 2;

    private static final int KILLS_OF_A_FEED = 8;
    private static final int LONGEST_WAIT_NANOS = 60_000_000;

    private final long seed = Properties.seed();
    private final SplittableRandom random = new SplittableRandom(seed);

    /** Returns words that say to any process where a fresh, empty store can be made: a file, an address. */
    protected abstract String place(int number);

    /** Opens the store of {@code dimension} at {@code place}, on connections that {@code fuse} wires. */
    protected abstract DimensionStore open(String place, Dimension dimension, Fuse fuse);

    @Test
    void whoeverIsKilledAnywhereLeavesWholeBatchesAndIsCarriedOn() throws Exception {
        int kills = Integer.getInteger("scd2.kills", 6);
        KillPoints points = new KillPoints(random);
        int done = 0;
        for (int round = 0; done < kills; round++) {
            done += survive(round, Math.min(KILLS_OF_A_FEED, kills - done), points);
        }
        System.out.println("Killed writers, seed " + seed + ": " + done + " kills\n" + points);
    }

    /** Returns how often a writer of feed {@code round} was killed, at most {@code kills} times. */
    private int survive(int round, int kills, KillPoints points) throws Exception {
        SeededFeed feed = SeededFeed.of(seed, round);
        List<Image> images = undisturbed(feed, place(2 * round), points);
        String place = place(2 * round + 1);
        int reached = -1;
        int killed = 0;
        for (int kill = 0; kill < kills && reached + 1 < feed.batches().size(); kill++) {
            int ahead = feed.batches().size() - reached - 1;
            int end = reached + 1 + Math.max(1, ahead / (kills - kill));
            if (kill % 3 == 1) {
                killed += killBySignal(place, round, random.nextInt(reached + 1, end), points);
            } else {
                endAt(place, round, kill == 0 ? points.opening() : points.between(reached + 1, end));
                killed++;
            }
            reached = check(feed, place, images);
        }
        try (ChildProcess child = ChildProcess.of(getClass(), place, seed, round)) {
            assertThat(child.end()).as("the last writer of feed %s", round).isZero();
        }
        assertThat(check(feed, place, images)).isEqualTo(feed.batches().size() - 1);
        return killed;
    }

    /** Applies the feed in this process, and returns what there is at the beginning and after each batch. */
    private List<Image> undisturbed(SeededFeed feed, String place, KillPoints points) {
        Fuse fuse = new Fuse();
        List<Image> images = new ArrayList<>();
        try (DimensionStore store = open(place, feed.dimension(), fuse)) {
            points.begin(fuse.taken());
            images.add(Image.of(store));
            for (Batch batch : feed.batches()) {
                fuse.taken();
                History.of(store).apply(batch);
                points.add(fuse.taken());
                images.add(Image.of(store));
            }
        }
        return images;
    }

    private void endAt(String place, int round, KillPoints.Point point) throws Exception {
        try (ChildProcess child =
                ChildProcess.of(getClass(), place, seed, round, point.batch(), point.number(), point.side())) {
            String last = null;
            for (String line = child.line(); line != null; line = child.line()) {
                last = line;
            }
            assertThat(last)
                    .as("the last words of the writer")
                    .isEqualTo("halted " + point.side() + " " + point.name());
            assertThat(child.end()).isEqualTo(Fuse.HALTED);
        }
    }

    /** Kills a writer soon after it began a batch; returns how many were killed: none if it had come to its end. */
    private int killBySignal(String place, int round, int batch, KillPoints points) throws Exception {
        try (ChildProcess child = ChildProcess.of(getClass(), place, seed, round)) {
            String line = child.line();
            while (line != null && !line.equals("begun " + batch)) {
                line = child.line();
            }
            assertThat(line).as("what the writer tells").isNotNull();
            child.killAfter(random.nextInt(LONGEST_WAIT_NANOS));
            int killed = child.end() == 0 ? 0 : 1;
            points.countSignals(killed);
            return killed;
        }
    }

    /** Compares what a killed writer left with what there was after as many batches; returns the last of them. */
    private int check(SeededFeed feed, String place, List<Image> images) {
        try (DimensionStore store = open(place, feed.dimension(), new Fuse())) {
            // A server may still be committing for a writer that is gone: its lock says when that has ended.
            store.begin().close();
            int reached = reached(store);
            String where = "Seed " + seed + ", " + place + ", after batch " + reached;
            images.get(reached + 1).requireSame(Image.of(store), where);
            Trial.verify(store);
            return reached;
        }
    }

    private static int reached(DimensionStore store) {
        return store.reached(SeededFeed.SOURCE, 0)
                .map(Position::offset)
                .orElse(-1L)
                .intValue();
    }

    /**
     * What a child process does: applies the rest of a feed.
     *
     * @param arguments the place, the seed, the number of the feed; then, where it is to end by itself, the batch (-1 for
     *     the opening), the number of the statement and the side
     */
    protected final void write(String... arguments) {
        SeededFeed feed = SeededFeed.of(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        boolean endsItself = arguments.length > 3;
        int last = endsItself ? Integer.parseInt(arguments[3]) : Integer.MAX_VALUE;
        Fuse fuse = new Fuse();
        if (last < 0) {
            fuse.arm(Integer.parseInt(arguments[4]), Fuse.Side.valueOf(arguments[5]));
        }
        try (DimensionStore store = open(arguments[0], feed.dimension(), fuse)) {
            for (int i = Math.max(0, reached(store) + 1 - REPEATED);
                    i < feed.batches().size();
                    i++) {
                System.out.println("begun " + i);
                if (i == last) {
                    fuse.arm(Integer.parseInt(arguments[4]), Fuse.Side.valueOf(arguments[5]));
                }
                History.of(store).apply(feed.batches().get(i));
            }
        }
    }
}
