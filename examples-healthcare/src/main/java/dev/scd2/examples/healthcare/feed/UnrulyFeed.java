package dev.scd2.examples.healthcare.feed;

import dev.scd2.postgres.capture.Envelope;
import dev.scd2.postgres.capture.EnvelopeSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Passes captured changes on as a bad day would: some come again in bursts, some come late, a few are no changes at all.
 *
 * <p>About 0.5 % of the messages are sent again, 50 to 500 at a time; about 0.5 % are held back for 100 to 400 messages,
 * so changes of one key change places; two in 100,000 are followed by a message that is no JSON. The first of each kind
 * comes early, so that a small run has it too. What happens to a message depends on the seed and on its place in the
 * stream, counted over restarts by the ledger, and, where it is held back, on the end of its batch: nothing is held back
 * beyond it, so a crash loses nothing.
 *
 * <p>Confined to the thread of the capture.
 */
public final class UnrulyFeed implements EnvelopeSink {
    private static final int LONGEST_BURST = 500;
    private static final double BURST = 0.005 / 275;
    private static final double DELAY = 0.005;
    private static final double POISON = 2.0 / 100_000;
    private static final long FIRST_DELAY = 300;
    private static final long FIRST_POISON = 1_000;
    private static final long FIRST_BURST = 1_500;

    private final TopicWriter out;
    private final FaultLedger ledger;
    private final long seed;
    private final Deque<Envelope> recent = new ArrayDeque<>();
    private final PriorityQueue<Held> held = new PriorityQueue<>();
    private long ordinal;

    /**
     * Makes a feed that goes on where the ledger ended.
     *
     * @param seed  the same seed makes the same faults of the same stream
     */
    public UnrulyFeed(TopicWriter out, FaultLedger ledger, long seed) {
        this.out = out;
        this.ledger = ledger;
        this.seed = seed;
        this.ordinal = ledger.total().changes();
    }

    @Override
    public void accept(List<Envelope> batch) {
        for (Envelope change : batch) {
            ordinal++;
            pass(change, new SplittableRandom(seed + ordinal * 0x9E3779B97F4A7C15L));
        }
        while (!held.isEmpty()) {
            send(held.remove().change());
        }
        out.flush();
        ledger.save();
    }

    private void pass(Envelope change, RandomGenerator chance) {
        if (chance.nextDouble() < DELAY || ordinal == FIRST_DELAY) {
            held.add(new Held(ordinal + chance.nextInt(100, 401), change));
            ledger.add(change.topic(), new FaultCounts(1, 0, 1, 0));
        } else {
            send(change);
            ledger.add(change.topic(), new FaultCounts(1, 0, 0, 0));
        }
        while (!held.isEmpty() && held.element().until() <= ordinal) {
            send(held.remove().change());
        }
        if (chance.nextDouble() < POISON || ordinal == FIRST_POISON) {
            out.send(change.topic(), change.key(), "{\"op\":\"u\",\"poison\":\"" + ordinal);
            ledger.add(change.topic(), new FaultCounts(0, 0, 0, 1));
        }
        if (chance.nextDouble() < BURST || ordinal == FIRST_BURST) {
            sendAgain(chance.nextInt(50, LONGEST_BURST + 1));
        }
    }

    private void sendAgain(int burst) {
        List<Envelope> last = new ArrayList<>(recent);
        for (Envelope change : last.subList(Math.max(0, last.size() - burst), last.size())) {
            out.send(change.topic(), change.key(), change.value());
            ledger.add(change.topic(), new FaultCounts(0, 1, 0, 0));
        }
    }

    private void send(Envelope change) {
        out.send(change.topic(), change.key(), change.value());
        recent.addLast(change);
        if (recent.size() > LONGEST_BURST) {
            recent.removeFirst();
        }
    }

    private record Held(long until, Envelope change) implements Comparable<Held> {
        @Override
        public int compareTo(Held other) {
            return Long.compare(until, other.until);
        }
    }
}
