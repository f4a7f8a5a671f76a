package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.tck.generate.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Kills child processes that apply feeds, and compares what each leaves with an undisturbed run.
 *
 * @param <S> what a process writes to
 * @param <I> what is held there, to be compared
 */
abstract class KilledProcesses<S extends AutoCloseable, I> {
    /** How many batches before the committed position are applied again. */
    private static final int REPEATED = 2;

    private static final int LONGEST_WAIT_NANOS = 60_000_000;

    private final long seed = Properties.seed();
    private final SplittableRandom random = new SplittableRandom(seed);

    /** Returns words that say to any process where a fresh, empty store can be made: a file, an address. */
    protected abstract String place(int number);

    /** Opens what the processes of feed {@code round} write to, on connections that {@code fuse} wires. */
    abstract S open(String place, SeededFeed feed, int round, Fuse fuse);

    /** Mends what a killed process left, before the first batch. */
    abstract void resume(S subject, int round);

    /** Applies one batch and commits. */
    abstract void apply(S subject, Batch batch, int round);

    /** Takes the image of all that is held. */
    abstract I image(S subject);

    /** Returns the number of the last batch that was committed, -1 where none was. */
    abstract int reached(S subject);

    /**
     * Fails unless a killed process left what there was after as many batches.
     *
     * @param images what there was at the beginning and after each batch
     * @param where says in words what is compared
     * @return the number of the last batch that was committed
     */
    abstract int check(S subject, List<I> images, int round, String where);

    /** Returns how many processes of one feed are killed at most, where there are so many kills in all. */
    int killsOfAFeed(int kills) {
        return 8;
    }

    @Test
    void whoeverIsKilledAnywhereLeavesWholeBatchesAndIsCarriedOn() throws Exception {
        int kills = Integer.getInteger("scd2.kills", 6);
        KillPoints points = new KillPoints(random);
        int done = 0;
        for (int round = 0; done < kills; round++) {
            done += survive(round, Math.min(killsOfAFeed(kills), kills - done), points);
        }
        System.out.println("Killed processes, seed " + seed + ": " + done + " kills\n" + points);
    }

    /** Returns how often a process of feed {@code round} was killed, at most {@code kills} times. */
    private int survive(int round, int kills, KillPoints points) throws Exception {
        SeededFeed feed = SeededFeed.of(seed, round);
        List<I> images = undisturbed(feed, place(2 * round), round, points);
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
            reached = check(feed, place, images, round);
        }
        try (ChildProcess child = ChildProcess.of(getClass(), place, seed, round)) {
            assertThat(child.end()).as("the last process of feed %s", round).isZero();
        }
        assertThat(check(feed, place, images, round)).isEqualTo(feed.batches().size() - 1);
        return killed;
    }

    /** Applies the feed in this process, and returns what there is at the beginning and after each batch. */
    private List<I> undisturbed(SeededFeed feed, String place, int round, KillPoints points) throws Exception {
        Fuse fuse = new Fuse();
        List<I> images = new ArrayList<>();
        try (S subject = open(place, feed, round, fuse)) {
            points.begin(fuse.taken());
            images.add(image(subject));
            for (Batch batch : feed.batches()) {
                fuse.taken();
                apply(subject, batch, round);
                points.add(fuse.taken());
                images.add(image(subject));
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
                    .as("the last words of the process")
                    .isEqualTo("halted " + point.side() + " " + point.name());
            assertThat(child.end()).isEqualTo(Fuse.HALTED);
        }
    }

    /** Kills a process soon after it began a batch; returns how many were killed: none if it had come to its end. */
    private int killBySignal(String place, int round, int batch, KillPoints points) throws Exception {
        try (ChildProcess child = ChildProcess.of(getClass(), place, seed, round)) {
            String line = child.line();
            while (line != null && !line.equals("begun " + batch)) {
                line = child.line();
            }
            assertThat(line).as("what the process tells").isNotNull();
            child.killAfter(random.nextInt(LONGEST_WAIT_NANOS));
            int killed = child.end() == 0 ? 0 : 1;
            points.countSignals(killed);
            return killed;
        }
    }

    private int check(SeededFeed feed, String place, List<I> images, int round) throws Exception {
        try (S subject = open(place, feed, round, new Fuse())) {
            return check(subject, images, round, "Seed " + seed + ", " + place);
        }
    }

    /**
     * What a child process does: applies the rest of a feed.
     *
     * @param arguments the place, the seed, the number of the feed; then, where it is to end by itself, the batch (-1 for
     *     the opening), the number of the statement and the side
     */
    protected final void write(String... arguments) throws Exception {
        int round = Integer.parseInt(arguments[2]);
        SeededFeed feed = SeededFeed.of(Long.parseLong(arguments[1]), round);
        boolean endsItself = arguments.length > 3;
        int last = endsItself ? Integer.parseInt(arguments[3]) : Integer.MAX_VALUE;
        Fuse fuse = new Fuse();
        if (last < 0) {
            fuse.arm(Integer.parseInt(arguments[4]), Fuse.Side.valueOf(arguments[5]));
        }
        try (S subject = open(arguments[0], feed, round, fuse)) {
            resume(subject, round);
            for (int i = Math.max(0, reached(subject) + 1 - REPEATED);
                    i < feed.batches().size();
                    i++) {
                System.out.println("begun " + i);
                if (i == last) {
                    fuse.arm(Integer.parseInt(arguments[4]), Fuse.Side.valueOf(arguments[5]));
                }
                apply(subject, feed.batches().get(i), round);
            }
        }
    }
}
