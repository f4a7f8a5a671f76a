package dev.scd2.postgres.capture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what Debezium delivers, hands it over, and confirms it to the slot when it is durable.
 *
 * <p>Only events that say their place in the log are confirmed, so the slot never stands behind the position in the store;
 * if it ever does, somebody else moved it. What says nothing new is not confirmed, unless the log has grown since.
 */
final class CaptureFeed implements DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> {
    private static final long QUIET_BYTES = 16L << 20;
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final String rows;
    private final String messages;
    private final String notifications;
    private final String token;
    private final boolean confirms;
    private final HandOver handOver;
    private long confirmedPlace;
    private long confirmedTime = System.nanoTime();

    /**
     * Makes one.
     *
     * @param token of the marker that ends what was there when reading began
     * @param confirms whether the slot moves on with it; not by a snapshot
     */
    CaptureFeed(PostgresCapture capture, String token, boolean confirms, long confirmedPlace, HandOver handOver) {
        this.rows = capture.prefix() + "." + capture.tables().get(0);
        this.messages = capture.prefix() + ".message";
        this.notifications = notifications(capture);
        this.token = Marker.encoded(token);
        this.confirms = confirms;
        this.confirmedPlace = confirmedPlace;
        this.handOver = handOver;
    }

    /** Returns the topic on which Debezium tells how far a snapshot is. */
    static String notifications(PostgresCapture capture) {
        return capture.prefix() + ".notifications";
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<String, String>> events,
            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        List<Envelope> changes = new ArrayList<>();
        List<ChangeEvent<String, String>> placed = new ArrayList<>();
        long place = 0;
        boolean marked = false;
        boolean snapshotEnd = false;
        for (ChangeEvent<String, String> event : events) {
            String value = event.value();
            if (value == null) {
                continue;
            }
            if (event.destination().equals(rows)) {
                changes.add(new Envelope(rows, event.key(), value));
                placed.add(event);
            } else if (event.destination().equals(messages)) {
                place = Math.max(place, place(value));
                marked |= value.contains(token);
                placed.add(event);
            } else if (event.destination().equals(notifications)) {
                snapshotEnd |= endsSnapshot(value);
            }
        }
        boolean says = !changes.isEmpty() || marked || snapshotEnd || isDue(place);
        if (says && handOver.offer(new Delivery(changes, place, marked, snapshotEnd))) {
            confirm(placed, committer);
            confirmedPlace = Math.max(confirmedPlace, place);
            confirmedTime = System.nanoTime();
            handOver.confirmed();
        }
    }

    private void confirm(
            List<ChangeEvent<String, String>> placed,
            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        if (!confirms) {
            return;
        }
        for (ChangeEvent<String, String> event : placed) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
    }

    private boolean isDue(long place) {
        return place - confirmedPlace >= QUIET_BYTES
                || (place > confirmedPlace && System.nanoTime() - confirmedTime >= QUIET_NANOS);
    }

    private static long place(String message) {
        try {
            return place(JsonMessage.parse(message).object().path("source"));
        } catch (NotAChange unplaced) {
            return 0;
        }
    }

    /** Returns how far the log was confirmed if this were: the place itself, or the last commit before it. */
    static long place(JsonNode source) throws NotAChange {
        Long lsn = JsonMessage.wholeNumber(source.path("lsn"));
        Long commit = ChangeEnvelope.lastCommit(source);
        return Math.max(lsn == null ? 0 : lsn, commit == null ? 0 : commit);
    }

    private static boolean endsSnapshot(String notification) {
        try {
            JsonNode told = JsonMessage.parse(notification).object();
            return told.path("aggregate_type").asText("").equals("Initial Snapshot")
                    && told.path("type").asText("").equals("COMPLETED");
        } catch (NotAChange other) {
            return false;
        }
    }
}
