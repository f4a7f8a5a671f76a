package dev.scd2.lake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.error.SourceException;
import dev.scd2.sql.internal.Pause;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goes through the partitions of a raw table round by round, and in each reads on where it stands. Confined to one thread. */
final class RawTableReader implements ChangeSource.Reader {
    private static final long BEFORE_ALL = -1;

    private final RawTableSource source;
    private final ChangeSource.Progress progress;
    private final Pause pause;
    private final String table;
    /** The last offset that was returned, by partition. */
    private final Map<Integer, Long> returned = new TreeMap<>();

    /** The last offset that is there, by partition. */
    private final Map<Integer, Long> there = new TreeMap<>();
    /** What was there when reading began. */
    private final Map<Integer, Long> ends;

    private long seenLoad;

    RawTableReader(RawTableSource source, ChangeSource.Progress progress) {
        this.source = source;
        this.progress = progress;
        this.pause = new Pause(source.every());
        this.table = "raw." + source.dialect().quote(source.name());
        this.ends = Map.copyOf(ends());
    }

    @Override
    public Optional<Batch> next(Duration atMost) {
        if (!pause.isOver(atMost)) {
            return Optional.empty();
        }
        for (Map.Entry<Integer, Long> end : ends().entrySet()) {
            if (end.getValue() > returned(end.getKey())) {
                return Optional.of(batch(end.getKey()));
            }
        }
        pause.begin();
        return Optional.empty();
    }

    @Override
    public boolean isCaughtUp() {
        return ends.entrySet().stream().allMatch(end -> returned(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        // The connection is the caller's.
    }

    private long returned(int partition) {
        return returned.computeIfAbsent(
                partition,
                unread -> progress.reached(source.name(), unread)
                        .map(Position::offset)
                        .orElse(BEFORE_ALL));
    }

    /**
     * Returns the last offset of each partition. Only the rows of loads that are new are looked at: their numbers rise from
     * transaction to transaction, and so the blocks of older rows are left out.
     */
    private Map<Integer, Long> ends() {
        try (PreparedStatement query = source.warehouse()
                .prepareStatement(
                        "SELECT part, max(off), max(load_id) FROM " + table + " WHERE load_id > ? GROUP BY part")) {
            query.setLong(1, seenLoad);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    there.merge(row.getInt(1), row.getLong(2), Math::max);
                    seenLoad = Math.max(seenLoad, row.getLong(3));
                }
            }
            return there;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private Batch batch(int partition) {
        Batch.Builder batch = Batch.builder();
        long last = returned(partition);
        try (PreparedStatement query = source.warehouse()
                .prepareStatement("SELECT off, op, key, before, after, lsn, total_order, tx_id, ts_us, problem FROM "
                        + table + " WHERE part = ? AND off > ? ORDER BY off LIMIT " + source.batchRows())) {
            query.setInt(1, partition);
            query.setLong(2, last);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    last = row.getLong(1);
                    if (row.getString(10) == null) {
                        add(row, new Position(source.name(), partition, last), batch);
                    }
                }
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
        returned.put(partition, last);
        return batch.reached(new Position(source.name(), partition, last))
                .loadId(source.name() + "@" + partition + ":" + last)
                .build();
    }

    private void add(ResultSet row, Position position, Batch.Builder batch) throws SQLException {
        try {
            if (number(row, 6) == null) {
                throw new NotAChange("it has no 'source.lsn', which orders the changes of PostgreSQL;"
                        + " those of other databases are not read from a lake");
            }
            String key = row.getString(3);
            ChangeEnvelope change = new ChangeEnvelope(
                    row.getString(2),
                    node(row.getString(4)),
                    node(row.getString(5)),
                    null,
                    number(row, 6),
                    number(row, 7),
                    number(row, 8),
                    number(row, 9));
            batch.changes(source.mapping()
                    .changes(source.rows().read(key == null ? null : JsonMessage.plain(key), change, position)));
        } catch (NotAChange reason) {
            throw new SourceException(
                    "The message " + position.offset() + " of partition " + position.partition() + " in " + table
                            + " cannot be placed: " + reason.getMessage() + ".",
                    null);
        }
    }

    private static @Nullable JsonNode node(@Nullable String json) throws NotAChange {
        return json == null ? null : JsonMessage.plain(json).payload();
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private SourceException unreadable(SQLException failure) {
        return new SourceException(
                "The table " + table + " cannot be read: " + source.dialect().describe(failure)
                        + " Load the lake into this database first.",
                null);
    }
}
