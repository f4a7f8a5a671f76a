package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads that each apply batches until they are accepted, and how that went. Confined to one thread. */
final class Writers {
    private static final long LONGEST_SECONDS = 60;

    private final List<Writer> writers = new ArrayList<>();
    private long batches;
    private long refused;
    private long mostInARow;
    private long longestNanos;

    /** Adds a writer; those with an odd number plan first. */
    void add(int number, History history, List<Batch> share) {
        writers.add(new Writer(number % 2 == 1, history, share));
    }

    /**
     * Lets all write at the same time, and waits for them.
     *
     * @throws AssertionError if one of them gets no batch accepted in a minute
     */
    void run() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            CompletionService<Object> running = new ExecutorCompletionService<>(threads);
            writers.forEach(writer -> running.submit(writer::write, writer));
            for (int left = writers.size(); left > 0; ) {
                Future<Object> ended = running.poll(1, TimeUnit.SECONDS);
                if (ended == null) {
                    writers.forEach(Writer::requireProgress);
                } else {
                    ended.get();
                    left--;
                }
            }
        } finally {
            threads.shutdownNow();
        }
        writers.forEach(writer -> {
            batches += writer.share.size();
            refused += writer.refused;
            mostInARow = Math.max(mostInARow, writer.mostInARow);
            longestNanos = Math.max(longestNanos, writer.longestNanos);
        });
    }

    /** Adds how it went with others. */
    void count(Writers others) {
        batches += others.batches;
        refused += others.refused;
        mostInARow = Math.max(mostInARow, others.mostInARow);
        longestNanos = Math.max(longestNanos, others.longestNanos);
    }

    @Override
    public String toString() {
        return batches + " batches, refused " + refused + " times, at most " + mostInARow
                + " times in a row; the longest took " + TimeUnit.NANOSECONDS.toMillis(longestNanos) + " ms";
    }

    private static final class Writer {
        private final boolean plansFirst;
        private final History history;
        private final List<Batch> share;
        private volatile @Nullable Thread thread;
        private volatile long progress = System.nanoTime();
        private long refused;
        private long mostInARow;
        private long longestNanos;

        Writer(boolean plansFirst, History history, List<Batch> share) {
            this.plansFirst = plansFirst;
            this.history = history;
            this.share = share;
        }

        void write() {
            thread = Thread.currentThread();
            for (Batch batch : share) {
                long start = System.nanoTime();
                long inARow = 0;
                while (!isAccepted(batch)) {
                    inARow++;
                    Thread.yield();
                }
                refused += inARow;
                mostInARow = Math.max(mostInARow, inARow);
                progress = System.nanoTime();
                longestNanos = Math.max(longestNanos, progress - start);
            }
            thread = null;
        }

        private boolean isAccepted(Batch batch) {
            try {
                if (plansFirst) {
                    history.apply(history.plan(batch));
                } else {
                    history.apply(batch);
                }
                return true;
            } catch (ConcurrentCommitException anotherWasFaster) {
                return false;
            } catch (InvalidChangeException refusal) {
                if (refusal.reason() == Reason.STALE_PLAN) {
                    return false;
                }
                throw refusal;
            }
        }

        void requireProgress() {
            Thread running = thread;
            long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - progress);
            if (running != null && waited > LONGEST_SECONDS) {
                throw new AssertionError("A writer got no batch accepted in " + waited + " s. It is at "
                        + Arrays.toString(running.getStackTrace()));
            }
        }
    }
}
