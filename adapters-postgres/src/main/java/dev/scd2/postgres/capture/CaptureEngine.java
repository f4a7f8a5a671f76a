package dev.scd2.postgres.capture;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Debezium's engine on a thread of its own. Thread-safe. */
final class CaptureEngine {
    private static final long STOP_SECONDS = 30;
    /** Longer than between two heartbeats, so that there was something to deliver. */
    private static final long START_SECONDS = 10;

    private final SourceServer server;
    private final CompletableFuture<Void> working = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "postgres-capture"));
    private final DebeziumEngine<ChangeEvent<String, String>> engine;
    private volatile boolean stopping;

    private CaptureEngine(
            Properties properties,
            SourceServer server,
            DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> consumer) {
        this.server = server;
        this.engine = DebeziumEngine.create(Json.class)
                .using(properties)
                .using(this::completed)
                .notifying(new DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>>() {
                    @Override
                    public void handleBatch(
                            List<ChangeEvent<String, String>> events,
                            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
                            throws InterruptedException {
                        working.complete(null);
                        consumer.handleBatch(events, committer);
                    }
                })
                .build();
    }

    static CaptureEngine start(
            Properties properties,
            SourceServer server,
            DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> consumer) {
        CaptureEngine started = new CaptureEngine(properties, server, consumer);
        started.executor.execute(started.engine);
        started.executor.shutdown();
        return started;
    }

    /** Completes when the engine ends, exceptionally if it failed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Returns what is to be said of the failure with which it ended. */
    CaptureException failure() {
        Throwable cause = ended.handle((nothing, thrown) -> thrown).join();
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root == null ? "no reason given" : String.valueOf(root.getMessage());
        return new CaptureException("The capture from " + server + " failed: " + reason, cause);
    }

    /**
     * Stops, and waits until the batch at work is done.
     *
     * @throws CaptureException if it does not stop
     */
    void stop() {
        try {
            awaitWork();
            close();
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
                throw new CaptureException("The capture from " + server + " does not stop.");
            }
        } catch (IOException e) {
            throw new CaptureException("The capture from " + server + " did not stop cleanly.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("Interrupted while stopping the capture.", e);
        }
    }

    /** An engine that is stopped before it has delivered anything may not stop at all. */
    private void awaitWork() throws InterruptedException {
        try {
            CompletableFuture.anyOf(working, ended).get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It is stopped all the same; whoever asks how it ended is told of a failure.
            return;
        }
    }

    private void close() throws IOException {
        try {
            if (!ended.isDone()) {
                stopping = true;
                engine.close();
            }
        } catch (IllegalStateException e) {
            // It is stopping by itself, because it failed; whoever asks how it ended is told of that.
            return;
        }
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (success || (stopping && isOfStopping(error))) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(
                    error != null ? error : new IllegalStateException(message == null ? "no reason given" : message));
        }
    }

    /** Debezium stops the threads that convert records before the one that gives them records; what they did not get comes again. */
    private static boolean isOfStopping(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CaptureException) {
                return false; // what a sink says is its own
            }
            if (cause instanceof RejectedExecutionException) {
                return true;
            }
        }
        return false;
    }
}
