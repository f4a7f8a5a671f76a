package dev.scd2.postgres.capture;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A capture at work. Thread-safe.
 *
 * <p>It runs until it is closed or fails; a failure is told by {@link #awaitCaughtUp} and {@link #close}.
 */
public final class CaptureRun implements AutoCloseable {
    static final String MARKER_PREFIX = "scd2-capture";
    private static final long STOP_SECONDS = 30;
    private static final long FIRST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SourceServer server;
    private final Map<String, String> topics;
    private final EnvelopeSink sink;
    private final Runnable caughtUp;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Void>> markers = new ConcurrentHashMap<>();
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "postgres-capture"));
    private final DebeziumEngine<ChangeEvent<String, String>> engine;

    private CaptureRun(
            Properties properties,
            SourceServer server,
            Map<String, String> topics,
            EnvelopeSink sink,
            Runnable caughtUp) {
        this.caughtUp = caughtUp;
        this.server = server;
        this.topics = topics;
        this.sink = sink;
        this.engine = DebeziumEngine.create(Json.class)
                .using(properties)
                .using(this::completed)
                .notifying(this::deliver)
                .build();
    }

    static CaptureRun start(
            Properties properties,
            SourceServer server,
            Map<String, String> topics,
            EnvelopeSink sink,
            Runnable caughtUp) {
        CaptureRun run = new CaptureRun(properties, server, topics, sink, caughtUp);
        run.executor.execute(run.engine);
        run.executor.shutdown();
        return run;
    }

    /** Returns how many changes the sink has taken in this run. */
    public long delivered() {
        return delivered.get();
    }

    /**
     * Waits until everything that was committed before this call has been taken by the sink. It writes a message into the
     * server's log and waits to see it come by, so nothing is left out, also behind changes of other tables.
     *
     * @param atMost  how long to wait
     * @throws CaptureException if the run fails or the time is over; what the sink took stays delivered
     */
    public void awaitCaughtUp(Duration atMost) {
        String token = UUID.randomUUID().toString();
        CompletableFuture<Void> seen = new CompletableFuture<>();
        markers.put(encoded(token), seen);
        try {
            long deadline = System.nanoTime() + atMost.toNanos();
            long round = FIRST_ROUND_NANOS;
            while (!seen.isDone()) {
                mark(token);
                passes(seen, Math.min(round, deadline - System.nanoTime()));
                if (ended.isDone() && !seen.isDone()) {
                    throw ended.isCompletedExceptionally()
                            ? failure(cause())
                            : new CaptureException("The capture from " + server + " ended before it had caught up.");
                }
                if (!seen.isDone() && System.nanoTime() - deadline >= 0) {
                    throw new CaptureException("The capture from " + server + " did not catch up within " + atMost
                            + "; it took " + delivered.get()
                            + " changes. Allow more time, or look for a long open transaction.");
                }
                round = Math.min(2 * round, LAST_ROUND_NANOS);
            }
        } catch (SQLException e) {
            throw new CaptureException("No marker could be written to " + server + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("Interrupted while waiting for the capture.", e);
        } finally {
            markers.remove(encoded(token));
        }
    }

    /**
     * Stops the run and waits until the batch at work is done; the slot then says how far it went.
     *
     * @throws CaptureException if the run had failed, or does not stop
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            stopEngine();
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
        if (ended.isCompletedExceptionally()) {
            throw failure(cause());
        }
    }

    private void stopEngine() throws IOException {
        try {
            if (!ended.isDone()) {
                engine.close();
            }
        } catch (IllegalStateException e) {
            // It is stopping by itself, because it failed; close tells of that when it has ended.
            return;
        }
    }

    /** Waits for the marker or the end, at most so long. A marker from before the end of a snapshot never passes. */
    private void passes(CompletableFuture<Void> seen, long nanos) throws InterruptedException {
        try {
            CompletableFuture.anyOf(seen, ended).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The caller looks at both futures.
            return;
        }
    }

    private @Nullable Throwable cause() {
        return ended.handle((nothing, cause) -> cause).join();
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (success) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(
                    error != null ? error : new IllegalStateException(message == null ? "no reason given" : message));
        }
    }

    private void deliver(
            List<ChangeEvent<String, String>> events,
            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        List<Envelope> batch = new ArrayList<>(events.size());
        List<CompletableFuture<Void>> passed = new ArrayList<>();
        for (ChangeEvent<String, String> event : events) {
            String topic = topics.get(event.destination());
            if (topic != null && event.value() != null) {
                batch.add(new Envelope(topic, event.key(), event.value()));
            } else if (topic == null && event.value() != null) {
                passed.addAll(markersIn(event.value()));
            }
        }
        if (!batch.isEmpty()) {
            try {
                sink.accept(batch);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new CaptureException("The sink did not take a batch of " + batch.size() + " changes.", e);
            }
        }
        for (ChangeEvent<String, String> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        delivered.addAndGet(batch.size());
        if (!passed.isEmpty()) {
            caughtUp.run();
        }
        passed.forEach(marker -> marker.complete(null));
    }

    private List<CompletableFuture<Void>> markersIn(String value) {
        return Set.copyOf(markers.entrySet()).stream()
                .filter(marker -> value.contains(marker.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void mark(String token) throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select pg_logical_emit_message(true, ?, ?)")) {
            statement.setString(1, MARKER_PREFIX);
            statement.setString(2, token);
            statement.execute();
        }
    }

    private CaptureException failure(@Nullable Throwable cause) {
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root == null ? "no reason given" : String.valueOf(root.getMessage());
        return new CaptureException("The capture from " + server + " failed: " + reason, cause);
    }

    private static String encoded(String token) {
        return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }
}
