package dev.scd2.benchmarks.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Named threads that work until they are told to stop; the failure of one is told by {@link #await}. Thread-safe. */
final class Workers implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private volatile boolean stopped;

    /** What a thread does. */
    interface Work {
        void run() throws Exception;
    }

    synchronized void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception | Error failure) {
                        failed.completeExceptionally(failure);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Waits so long, or until one fails. */
    void await(long millis) throws InterruptedException, ExecutionException {
        try {
            failed.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException allWell) {
            return;
        }
    }

    /** Tells all to stop and waits for them. */
    @Override
    public synchronized void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
