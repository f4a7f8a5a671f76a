package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.error.StoreException;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a batch wants to know of its dimension before it begins, read by one query: where each question is a round trip of its
 * own, they are asked together. Immutable.
 */
final class StageOpening {
    private final StoreState state;
    private final long nextSurrogate;
    private final RecentBatches recent;
    private final List<SnapshotMark> marks;
    private final Map<List<Object>, Position> positions;
    private final long lastRejection;
    private final long lastEntry;

    private StageOpening(Reading read, @Nullable StoreState state) {
        if (state == null) {
            throw new StoreException(
                    "Dimension " + read.layout.dimension + " is gone from " + read.layout.register
                            + " since the store was opened. Open it again.",
                    null);
        }
        this.state = state;
        this.nextSurrogate = read.nextSurrogate;
        this.recent = read.recent;
        this.marks = List.copyOf(read.marks);
        this.positions = Map.copyOf(read.positions);
        this.lastRejection = read.lastRejection;
        this.lastEntry = read.lastEntry;
    }

    /**
     * Reads it.
     *
     * @throws dev.scd2.error.InvalidChangeException if the dimension got another definition since the store was opened
     * @throws StoreException if it is gone
     */
    static StageOpening read(Layout layout, Connection connection) throws SQLException {
        Reading reading = new Reading(layout);
        Rows.each(connection, query(layout), List.of(layout.dimension.name()), reading::take);
        return new StageOpening(reading, reading.state);
    }

    private static String query(Layout layout) {
        Dialect dialect = layout.dialect;
        String number = layout.quote("number");
        return "SELECT 'STATE' AS what, definition AS t1, erasure_secret AS t2, last_batches AS t3, NULL AS t4, generation AS n1, "
                + dialect.epochMicros("horizon") + " AS n2, " + dialect.epochMicros("last_system_time")
                + " AS n3, next_surrogate AS n4\n  FROM " + layout.register + " WHERE name = ?"
                + "\nUNION ALL SELECT 'MARK', kind, sequence, said, scope, " + dialect.epochMicros("taken_at") + ", "
                + dialect.epochMicros("system_time") + ", NULL, NULL\n  FROM " + layout.snapshots
                + "\nUNION ALL SELECT 'POSITION', " + layout.quote("source") + ", NULL, NULL, NULL, "
                + layout.quote("partition") + ", " + layout.quote("offset") + ", NULL, NULL\n  FROM " + layout.positions
                + "\nUNION ALL SELECT 'QUARANTINE', NULL, NULL, NULL, NULL, max(" + number
                + "), NULL, NULL, NULL\n  FROM " + layout.quarantine
                + "\nUNION ALL SELECT 'AUDIT', NULL, NULL, NULL, NULL, max(" + number
                + "), NULL, NULL, NULL\n  FROM " + layout.audit;
    }

    StoreState state() {
        return state;
    }

    /** Returns the first surrogate key that is free. */
    long nextSurrogate() {
        return nextSurrogate;
    }

    /** Returns the batches before this one. */
    RecentBatches recent() {
        return recent;
    }

    List<SnapshotMark> marks() {
        return marks;
    }

    Optional<Position> reached(String source, int partition) {
        return Optional.ofNullable(positions.get(List.<Object>of(source, partition)));
    }

    /** Returns the greatest number in quarantine; 0 if nothing lies there. */
    long lastRejection() {
        return lastRejection;
    }

    /** Returns the greatest number in the audit. */
    long lastEntry() {
        return lastEntry;
    }

    /** Takes the rows. Confined to one thread. */
    private static final class Reading {
        private final Layout layout;
        private final Marks marksTable;
        private final List<SnapshotMark> marks = new ArrayList<>();
        private final Map<List<Object>, Position> positions = new HashMap<>();
        private @Nullable StoreState state;
        private RecentBatches recent = RecentBatches.of(null);
        private long nextSurrogate;
        private long lastRejection;
        private long lastEntry;

        Reading(Layout layout) {
            this.layout = layout;
            this.marksTable = new Marks(layout);
        }

        void take(ResultSet row) throws SQLException {
            switch (row.getString(1)) {
                case "STATE" -> {
                    Definition.requireSame(layout, row.getString(2));
                    state = Register.state(row, 6, 7, 8, 3);
                    nextSurrogate = row.getLong(9);
                    recent = RecentBatches.of(row.getString(4));
                }
                case "MARK" -> marks.add(marksTable.read(row, new int[] {2, 6, 3, 4, 5, 7}));
                case "POSITION" -> {
                    String source = row.getString(2);
                    int partition = row.getInt(6);
                    positions.put(List.of(source, partition), new Position(source, partition, row.getLong(7)));
                }
                case "QUARANTINE" -> lastRejection = row.getLong(6);
                default -> lastEntry = row.getLong(6);
            }
        }
    }
}
