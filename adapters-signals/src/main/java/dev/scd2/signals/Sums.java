package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.change.Snapshot;
import dev.scd2.store.BatchResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What some batches did, together. Confined to one thread at a time. */
final class Sums {
    private static final int POSITIONS_SHOWN = 16;

    private final Map<String, Position> reached = new TreeMap<>();
    long batches;
    long rows;
    long accepted;
    long replayed;
    long rejected;
    long written;
    long milliseconds;

    void add(Batch batch, BatchResult result, long took) {
        batches++;
        rows += rows(batch);
        accepted += result.accepted();
        replayed += result.replayed();
        rejected += result.rejected();
        written += result.plan().mutations().size();
        milliseconds += took;
        batch.reached().forEach(position -> reached.put(position.source() + "/" + position.partition(), position));
    }

    /** Returns the last position of each partition, the first sixteen of them. */
    String positions() {
        String shown = reached.values().stream()
                .limit(POSITIONS_SHOWN)
                .map(Position::toString)
                .collect(Collectors.joining(", "));
        int more = reached.size() - POSITIONS_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    /** Returns how many changes a batch holds, and rows its listing. */
    static long rows(Batch batch) {
        return batch.changes().size()
                + batch.snapshot().stream().mapToLong(Sums::listed).sum();
    }

    private static long listed(Snapshot listing) {
        return listing.spans() == null ? listing.rows().size() : listing.spans().size();
    }
}
