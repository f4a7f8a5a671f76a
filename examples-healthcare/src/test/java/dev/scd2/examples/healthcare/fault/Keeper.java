package dev.scd2.examples.healthcare.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps a chain running on a thread of its own, as an operator would: one that fails is closed, its message is kept, and it is
 * started again. Thread-safe.
 */
final class Keeper implements AutoCloseable {
    private static final int MOST_STARTS = 40;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long PAUSE_NANOS = 200_000_000;

    private final Chain.Plan plan;
    private final List<String> failures = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean ending;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger caughtUp = new AtomicInteger();

    Keeper(Chain.Plan plan) {
        this.plan = plan;
        this.thread = new Thread(this::keep, "chain-" + plan.place().name());
        thread.start();
    }

    private void keep() {
        try {
            while (!isDone()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            ended.complete(null);
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    /** Runs a chain until it has caught up behind {@link #end}; returns whether it did. */
    private boolean isDone() {
        boolean last = false;
        try (Chain chain = new Chain(plan)) {
            while (!last) {
                last = ending;
                int upTo = asked.get();
                boolean waits = last || upTo > caughtUp.get();
                if (waits) {
                    chain.awaitCaughtUp();
                }
                chain.pass();
                if (waits) {
                    caughtUp.set(upTo);
                }
            }
            return true;
        } catch (RuntimeException failure) {
            synchronized (failures) {
                failures.add(String.valueOf(failure.getMessage()));
                if (failures.size() == MOST_STARTS) {
                    throw new IllegalStateException("Started " + MOST_STARTS + " times: " + failures, failure);
                }
            }
            return false;
        }
    }

    /** Waits until all that is committed has arrived in the dimensions. */
    void catchUp() {
        int before = caughtUp.get();
        asked.incrementAndGet();
        await("a pass", () -> caughtUp.get() > before);
    }

    /** Waits until the chain has failed so often. */
    void awaitFailures(int count) {
        await("failure " + count, () -> failures().size() >= count);
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (ended.isDone() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("There was not " + what + " within " + LONGEST + ": " + failures());
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Lets the chain take all that is committed, and end. */
    void tellToEnd() {
        ending = true;
    }

    /** Lets the chain take all that is committed, and waits for its end; returns how its starts failed. */
    List<String> end() {
        tellToEnd();
        try {
            ended.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return failures();
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("The chain did not end: " + failures(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    @Override
    public void close() {
        if (!ended.isDone()) {
            end();
        }
    }
}
