package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.History;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.BatchResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies raw events that a dimension has not seen yet. Its own positions say which: they are committed with the versions.
 *
 * <p>Confined to one thread.
 */
final class DimensionLoad {
    private static final int BATCH = 50_000;

    private final Connection warehouse;
    private final PayerDimension dimension;
    private final String topic;

    DimensionLoad(Connection warehouse, PayerDimension dimension) {
        this.warehouse = warehouse;
        this.dimension = dimension;
        this.topic = dimension.source().tableName();
    }

    /** What came of it. */
    record Result(long events, long rejected, List<Restatement> restatements) {}

    Result run() throws SQLException {
        List<Restatement> restatements = new ArrayList<>();
        long events = 0;
        long rejected = 0;
        try (DuckDbStore store = dimension.open(warehouse)) {
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

    private List<Integer> partitions() throws SQLException {
        List<Integer> partitions = new ArrayList<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet rows =
                        statement.executeQuery("select distinct part from raw.\"" + topic + "\" order by part")) {
            while (rows.next()) {
                partitions.add(rows.getInt(1));
            }
        }
        return partitions;
    }

    private List<RawEvent> read(int partition, long after) throws SQLException {
        List<RawEvent> events = new ArrayList<>();
        try (PreparedStatement statement = warehouse.prepareStatement("select op, before, after, lsn, total_order, off"
                + " from raw.\"" + topic + "\" where part = ? and off > ? and problem is null order by off limit "
                + BATCH)) {
            statement.setInt(1, partition);
            statement.setLong(2, after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(new RawEvent(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            Sequence.of(rows.getLong(4), rows.getLong(5)),
                            new Position(topic, partition, rows.getLong(6))));
                }
            }
        }
        return events;
    }
}
