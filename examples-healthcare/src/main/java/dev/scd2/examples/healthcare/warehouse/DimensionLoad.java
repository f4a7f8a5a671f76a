package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.History;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.BatchResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies raw events that a dimension has not seen yet. Its own positions say which: they are committed with the versions.
 *
 * <p>Confined to one thread.
 */
final class DimensionLoad {
    private static final int BATCH = 50_000;

    private final Warehouse warehouse;
    private final PayerDimension dimension;
    private final String topic;

    DimensionLoad(Warehouse warehouse, PayerDimension dimension) {
        this.warehouse = warehouse;
        this.dimension = dimension;
        this.topic = dimension.source().tableName();
    }

    /** What came of it. */
    record Result(long events, long rejected, List<Restatement> restatements) {}

    Result run() {
        List<Restatement> restatements = new ArrayList<>();
        long events = 0;
        long rejected = 0;
        try (DuckDbStore store = dimension.open(warehouse.connection())) {
            History history = History.of(store);
            for (int partition : partitions()) {
                long reached =
                        store.reached(topic, partition).map(Position::offset).orElse(-1L);
                while (true) {
                    List<RawEvent> batch = read(partition, reached);
                    if (batch.isEmpty()) {
                        break;
                    }
                    reached = batch.get(batch.size() - 1).position().offset();
                    BatchResult result = history.apply(batch(batch));
                    events += batch.size();
                    rejected += result.rejected();
                    restatements.addAll(result.plan().restatements());
                }
            }
        }
        return new Result(events, rejected, restatements);
    }

    private Batch batch(List<RawEvent> events) {
        DimensionFeed feed = dimension.feed();
        RawEvent last = events.get(events.size() - 1);
        Batch.Builder batch = Batch.builder()
                .loadId(topic + "@" + last.position().partition() + ":"
                        + last.position().offset())
                .reached(last.position());
        events.forEach(event -> feed.change(event).ifPresent(batch::change));
        return batch.build();
    }

    private List<Integer> partitions() {
        return warehouse
                .handle()
                .createQuery("select distinct part from raw.\"" + topic + "\" order by part")
                .mapTo(Integer.class)
                .list();
    }

    private List<RawEvent> read(int partition, long after) {
        return warehouse
                .handle()
                .createQuery("select op, before, after, lsn, total_order, off from raw.\"" + topic
                        + "\" where part = ? and off > ? and op in ('c', 'r', 'u', 'd') order by off limit " + BATCH)
                .bind(0, partition)
                .bind(1, after)
                .map((row, context) -> new RawEvent(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Sequence.of(row.getLong(4), row.getLong(5)),
                        new Position(topic, partition, row.getLong(6))))
                .list();
    }
}
