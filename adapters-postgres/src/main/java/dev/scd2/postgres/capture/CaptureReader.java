package dev.scd2.postgres.capture;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.EnvelopeRows;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.error.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a captured table, batch by batch: first the rows that are there if they are asked for, with an engine of their own
 * that does not touch the slot, then what the slot tells since it was made. Both may say the same; neither leaves a gap.
 *
 * <p>The position is the furthest place in the log that was seen, of a change or of a commit before one. Transactions
 * come in the order of their commits, and their changes lie across each other in the log, so it is a maximum. The first
 * position in a store says that the snapshot is done.
 */
final class CaptureReader implements ChangeSource.Reader {
    private final Settings settings;
    private final String token;
    private @Nullable SnapshotStart snapshot;
    private HandOver handOver;
    private CaptureEngine engine;
    private long reached;
    private boolean caughtUp;

    private @Nullable Delivery delivery;
    /** How many changes of the delivery were returned. */
    private int returned;
    /** With which all of the delivery is returned. */
    private @Nullable Batch last;

    /**
     * What is the same each time that a table is read.
     *
     * @param name under which the store knows it
     * @param changes how many one batch holds at most
     * @param bytes with how many a batch is full
     * @param deadLetters where changes go that cannot be read; null where they fail the source
     */
    record Settings(
            String name,
            PostgresCapture capture,
            EnvelopeRows rows,
            RowMapping mapping,
            int changes,
            long bytes,
            @Nullable DeadLetters deadLetters) {}

    /**
     * Begins to read.
     *
     * @param token of the marker that was written
     * @param snapshot where the snapshot begins; null if none is to be read
     * @param reached the furthest place up to now
     */
    CaptureReader(Settings settings, String token, @Nullable SnapshotStart snapshot, long reached) {
        this.settings = settings;
        this.token = token;
        this.snapshot = snapshot;
        this.reached = reached;
        this.handOver = new HandOver();
        this.engine = start(handOver);
    }

    @Override
    public Optional<Batch> next(Duration atMost) {
        if (last != null) {
            throw new IllegalStateException("The last batch of " + settings.name + " was not said to be committed."
                    + " Call committed(batch) when it is durable, or close and read anew.");
        }
        if (delivery == null) {
            delivery = take(atMost);
            returned = 0;
        }
        return delivery == null ? Optional.empty() : Optional.of(cut(delivery));
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void committed(Batch batch) {
        if (batch != last || delivery == null) {
            return;
        }
        boolean snapshotEnd = delivery.snapshotEnd();
        delivery = null;
        last = null;
        handOver.durable();
        if (snapshotEnd) {
            close();
            snapshot = null;
            handOver = new HandOver();
            engine = start(handOver);
        }
    }

    /** Stops in order also when the thread is interrupted; it stays so. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            handOver.close();
            engine.stop();
        } catch (CaptureException failed) {
            throw new SourceException("The capture of " + settings.name + " did not stop.", failed);
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CaptureEngine start(HandOver to) {
        CaptureFeed feed = new CaptureFeed(settings.capture, token, snapshot == null, reached, to);
        CaptureEngine started = settings.capture.engine(decided(), feed);
        started.ended().whenComplete((nothing, failure) -> to.ended());
        return started;
    }

    private Map<String, String> decided() {
        Map<String, String> decided = new HashMap<>();
        decided.put("snapshot.mode", snapshot == null ? "no_data" : "initial_only");
        decided.put("interval.handling.mode", "string");
        // Whoever reads begins anew where the slot stands. Debezium itself would go on behind the last place that it
        // knows, and rows of one statement may share it.
        decided.put("errors.max.retries", "0");
        Map<String, String> said = settings.capture.overrides();
        if (!said.containsKey("executor.shutdown.timeout.ms")) {
            // What stands in its queue when reading ends is not confirmed; to wait for room there is of no use.
            decided.put("executor.shutdown.timeout.ms", "1000");
        }
        if (!said.containsKey("max.batch.size") && !said.containsKey("max.queue.size")) {
            decided.put("max.batch.size", Integer.toString(settings.changes));
            decided.put("max.queue.size", Long.toString(2L * settings.changes));
        }
        if (!said.containsKey("max.queue.size.in.bytes")) {
            decided.put("max.queue.size.in.bytes", Long.toString(settings.bytes));
        }
        if (snapshot != null) {
            decided.put("notification.enabled.channels", "sink");
            decided.put("notification.sink.topic.name", CaptureFeed.notifications(settings.capture));
            decided.put("heartbeat.interval.ms", "0");
        }
        return decided;
    }

    private @Nullable Delivery take(Duration atMost) {
        try {
            Delivery taken = handOver.take(atMost);
            if (taken == null && engine.ended().isDone()) {
                throw engine.ended().isCompletedExceptionally()
                        ? new SourceException(String.valueOf(engine.failure().getMessage()), engine.failure())
                        : new SourceException("The capture of " + settings.name + " ended.", null);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("Interrupted while reading " + settings.name + ".", e);
        }
    }

    private Batch cut(Delivery from) {
        Batch.Builder batch = Batch.builder();
        List<DeadLetter> letters = new ArrayList<>();
        List<Envelope> changes = from.changes();
        long bytes = 0;
        int until = (int) Math.min(changes.size(), (long) returned + settings.changes);
        while (returned < until && bytes < settings.bytes) {
            Envelope envelope = changes.get(returned);
            batch.changes(changes(envelope, letters));
            bytes += envelope.value().length();
            returned++;
        }
        keep(letters);
        boolean all = returned == changes.size();
        if (all) {
            reached = Math.max(reached, from.place());
            caughtUp |= from.marked();
        }
        if (snapshot == null || (all && from.snapshotEnd())) {
            batch.reached(position());
        }
        Batch built = batch.build();
        last = all ? built : null;
        return built;
    }

    private List<Change> changes(Envelope envelope, List<DeadLetter> letters) {
        long place = snapshot != null ? snapshot.place() : 0;
        try {
            JsonMessage value = JsonMessage.parse(envelope.value());
            if (snapshot == null) {
                place = CaptureFeed.place(value.object().path("source"));
                reached = Math.max(reached, place);
            }
            String key = envelope.key();
            return mapped(row(key == null ? null : JsonMessage.parse(key), value));
        } catch (NotAChange reason) {
            // The slot would pass what says no place, and the store could not say that it has come there.
            if (settings.deadLetters == null || place == 0) {
                throw unreadable(reason);
            }
            letters.add(new DeadLetter(settings.name, place, envelope.key(), envelope.value(), reason.getMessage()));
            return List.of();
        }
    }

    private SourceException unreadable(NotAChange reason) {
        return new SourceException(
                "A change of " + settings.name + " before place " + reached + " in the log cannot be read: "
                        + reason.getMessage() + ". Say where such changes go (deadLetters) to go on behind it.",
                null);
    }

    private void keep(List<DeadLetter> letters) {
        if (letters.isEmpty() || settings.deadLetters == null) {
            return;
        }
        try {
            settings.deadLetters.keep(List.copyOf(letters));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("Interrupted while reading " + settings.name + ".", e);
        } catch (Exception e) {
            throw new SourceException(
                    "The dead letters of " + settings.name + " were not kept: "
                            + e.getClass().getSimpleName() + ".",
                    e);
        }
    }

    private List<Change> mapped(RowChange row) throws NotAChange {
        try {
            return settings.mapping.changes(row);
        } catch (RuntimeException refused) {
            throw new NotAChange(
                    "the mapping of its row failed with " + refused.getClass().getSimpleName());
        }
    }

    private RowChange row(@Nullable JsonMessage key, JsonMessage value) throws NotAChange {
        if (snapshot == null) {
            return settings.rows.read(key, value, position());
        }
        Sequence place = ChangeEnvelope.placeInLog(snapshot.place(), null);
        RowChange read = settings.rows.read(key, value, null, place, null);
        return new RowChange(read.operation(), read.before(), read.after(), snapshot.at(), place, null);
    }

    private Position position() {
        return new Position(settings.name, 0, reached);
    }
}
