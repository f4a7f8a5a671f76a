package dev.scd2.benchmarks.capture;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When transactions were committed, and when they were seen. The topic has one partition, so changes arrive in the order of
 * their commits, and the number that is there tells which transactions are. Thread-safe for one writer and one observer.
 */
final class Freshness {
    private static final int RING = 1 << 18;

    private final AtomicLongArray commits;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final long before;
    private final int transaction;
    private volatile long from = Long.MAX_VALUE;
    private double[] millis = new double[1 << 12];
    private int samples;

    /**
     * Makes one without samples.
     *
     * @param before  how many changes come before the first transaction
     * @param transaction  how many changes each has
     */
    Freshness(long before, int transaction, AtomicLongArray commits) {
        this.before = before;
        this.transaction = transaction;
        this.commits = commits;
    }

    static AtomicLongArray commits() {
        return new AtomicLongArray(RING);
    }

    /** Says that a transaction was committed, after its commit time was put down. */
    void committed(long number) {
        written.set(before + (number + 1) * transaction);
    }

    static void put(AtomicLongArray commits, long number, long nanos) {
        commits.set((int) (number % RING), nanos);
    }

    /** Takes samples of what is committed from now on. */
    void begin() {
        from = System.nanoTime();
    }

    /** Says that so many changes were seen, and returns at once where that is known. */
    void saw(long changes) {
        long now = System.nanoTime();
        long known = transactions(seen.get());
        long there = transactions(changes);
        for (long number = known; number < there; number++) {
            long commit = commits.get((int) (number % RING));
            if (commit >= from) {
                sample((now - commit) / 1e6);
            }
        }
        seen.set(changes);
    }

    private long transactions(long changes) {
        return Math.max(0, changes - before) / transaction;
    }

    private synchronized void sample(double took) {
        if (samples == millis.length) {
            millis = Arrays.copyOf(millis, 2 * samples);
        }
        millis[samples++] = took;
    }

    long seen() {
        return seen.get();
    }

    /** Returns how many changes were written and not seen. */
    long behind() {
        return Math.max(0, written.get() - seen.get());
    }

    /** Returns the samples, in milliseconds; none where nothing that was committed since the beginning has been seen. */
    synchronized double[] samples() {
        return Arrays.copyOf(millis, samples);
    }
}
