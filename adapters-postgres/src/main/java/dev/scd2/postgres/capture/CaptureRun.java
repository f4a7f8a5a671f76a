package dev.scd2.postgres.capture;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A capture at work. Thread-safe.
 *
 * <p>It runs until it is closed or fails; a failure is told by {@link #awaitCaughtUp} and {@link #close}, and at once to who
 * {@linkplain PostgresCapture#start(EnvelopeSink, Consumer) asked for it}.
 */
public final class CaptureRun implements AutoCloseable {
    private static final long FIRST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LAST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SourceServer server;
    private final Map<String, String> topics;
    private final EnvelopeSink sink;
    private final Runnable caughtUp;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, CompletableFuture<Void>> markers = new ConcurrentHashMap<>();
    private final CaptureEngine engine;

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
        this.engine = CaptureEngine.start(properties, server, this::deliver);
    }

    static CaptureRun start(
            Properties properties,
            SourceServer server,
            Map<String, String> topics,
            EnvelopeSink sink,
            Runnable caughtUp) {
        return new CaptureRun(properties, server, topics, sink, caughtUp);
    }

    /** Tells of the failure of the run when it comes, or now if it has come. */
    void tellFailure(Consumer<CaptureException> failed) {
        engine.ended().whenComplete((nothing, failure) -> {
            if (failure != null) {
                failed.accept(engine.failure());
            }
        });
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
        markers.put(Marker.encoded(token), seen);
        try {
            long deadline = System.nanoTime() + atMost.toNanos();
            long round = FIRST_ROUND_NANOS;
            while (!seen.isDone()) {
                mark(token);
                passes(seen, Math.min(round, deadline - System.nanoTime()));
                if (engine.ended().isDone() && !seen.isDone()) {
                    throw engine.ended().isCompletedExceptionally()
                            ? engine.failure()
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
            markers.remove(Marker.encoded(token));
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
        engine.stop();
        if (engine.ended().isCompletedExceptionally()) {
            throw engine.failure();
        }
    }

    /** Waits for the marker or the end, at most so long. A marker from before the end of a snapshot never passes. */
    private void passes(CompletableFuture<Void> seen, long nanos) throws InterruptedException {
        try {
            CompletableFuture.anyOf(seen, engine.ended()).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The caller looks at both futures.
            return;
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
        try (Connection connection = server.connect()) {
            Marker.write(connection, token);
        }
    }
}
