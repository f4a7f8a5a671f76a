package dev.scd2.sql;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a history inside the database out of a table of changes that is there already: for initial loads that are too large to
 * travel. The number of statements does not depend on the number of rows.
 *
 * <p>It leaves what {@link History#apply} of the same changes would leave: the same versions, evidence, quarantine and
 * positions, but for surrogate keys, load ids and creation times. Entities of which nothing is held are made by window functions,
 * all in one transaction. Entities of which something is held, and those with a row that needs judgement (a conflict, a
 * time out of range or before the horizon), are brought to the client afterwards, in batches, and applied. Run again, also
 * after a crash, it passes over the rows that are held.
 *
 * <pre>{@code
 * ChangeTable changes = ChangeTable.of("SELECT * FROM raw.member_changes").validFrom("effective_at").sequence("position");
 * PushdownResult result = PushdownLoad.of(store, changes).run();
 * }</pre>
 *
 * <p>For dimensions that are not fed by periods, are not bitemporal and have no column of type double. Confined to one thread.
 */
public final class PushdownLoad {
    private static final int PAGE = 10_000;
    private static final MutationPlan NOTHING_ELSE =
            new MutationPlan("", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final SqlStore store;
    private final ChangeTable changes;
    private final PushdownSql sql;
    private String loadId = "";

    private PushdownLoad(SqlStore store, ChangeTable changes) {
        this.store = store;
        this.changes = changes;
        this.sql = new PushdownSql(store.layout(), changes);
    }

    /**
     * Returns a load of {@code changes} into {@code store}, in whose database they are.
     *
     * @throws IllegalArgumentException if the dimension is one whose history is not made this way
     */
    public static PushdownLoad of(SqlStore store, ChangeTable changes) {
        requireComputable(store);
        return new PushdownLoad(store, changes);
    }

    /** Refuses a dimension whose history the database cannot compute. */
    static void requireComputable(SqlStore store) {
        Dimension dimension = store.dimension();
        String because = dimension.feed() == Feed.SPANS
                ? "it is fed by periods"
                : dimension.systemTime() != SystemTime.NONE
                        ? "it is bitemporal"
                        : store.layout().versionColumns.stream().allMatch(column -> HashSql.canWrite(column.type()))
                                ? ""
                                : "it has a column of type double, whose hash cannot be written in SQL";
        if (!because.isEmpty()) {
            throw new IllegalArgumentException("The history of dimension " + dimension
                    + " cannot be made inside the database: " + because + ". Use History instead.");
        }
    }

    /** Sets the load that is recorded at the versions. */
    public PushdownLoad loadId(String id) {
        loadId = id;
        return this;
    }

    /**
     * Loads the changes.
     *
     * @throws IllegalArgumentException if the query has a column of another type, which would change values; nothing was
     *     written
     * @throws dev.scd2.error.StoreException if the database refuses; nothing was written, or all that was made inside it and
     *     some of what was judged. Run it again
     */
    public PushdownResult run() {
        return store.failures().call("load a table of changes", () -> {
            try (Lease lease = store.lease()) {
                return run(lease);
            }
        });
    }

    private PushdownResult run(Lease lease) throws SQLException {
        Connection connection = lease.connection();
        GivenTypes.require(connection, sql.noRows(), sql.given(), store.dimension());
        drop(connection);
        Staging.execute(connection, sql.createStage());
        Staging.execute(connection, sql.createJudged());
        Tally tally = store.alone(() -> make(lease));
        judge(connection, tally);
        commitPositions(tally);
        drop(connection);
        return new PushdownResult(tally.keys, tally.evidence, tally.versions, tally.known, tally.judged);
    }

    /** A load that failed may have left them on its connection. */
    private void drop(Connection connection) throws SQLException {
        Staging.execute(connection, "DROP TABLE IF EXISTS " + sql.stage());
        Staging.execute(connection, "DROP TABLE IF EXISTS " + sql.judged());
    }

    private Tally make(Lease lease) throws SQLException {
        Layout layout = store.layout();
        Connection connection = lease.connection();
        lease.begin();
        if (lease.isOwn()) {
            layout.dialect.beginWriting(connection);
        }
        new Register(layout).count(connection);
        StageOpening opening = StageOpening.read(layout, connection);
        Instant horizon = opening.state().horizon() == Long.MIN_VALUE
                ? Instants.MIN
                : Instants.ofMicros(opening.state().horizon());
        String source = changes.source();
        Object[] bound = source == null ? new Object[0] : new Object[] {source};
        Staging.execute(connection, sql.fillStage(horizon, !opening.marks().isEmpty()), bound);
        Staging.execute(connection, sql.fillJudged());
        Tally tally = new Tally(source);
        Rows.each(connection, sql.counts(), List.of(), tally::add);
        Rows.each(connection, sql.judgedCounts(), List.of(), tally::addJudged);
        if (tally.evidence > 0) {
            Staging.execute(connection, sql.insertEvidence());
            long first = opening.nextSurrogate();
            tally.versions = insertVersions(connection, first - 1);
            new Register(layout)
                    .advance(
                            connection,
                            NOTHING_ELSE,
                            first + tally.versions,
                            opening.recent().with(lease.id()));
        }
        lease.commit();
        return tally;
    }

    private long insertVersions(Connection connection, long before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.insertVersions())) {
            statement.setLong(1, before);
            statement.setString(2, loadId);
            return statement.executeLargeUpdate();
        }
    }

    /** Applies what needs judgement, batch by batch; their order does not matter. */
    private void judge(Connection connection, Tally tally) throws SQLException {
        History history = History.of(store);
        for (long from = 1; from <= tally.judged; from += PAGE) {
            List<Change> page = new ArrayList<>();
            Rows.each(connection, sql.judgedPage(), List.of(from, from + PAGE), row -> page.add(change(row)));
            history.apply(Batch.builder().changes(page).loadId(loadId).build());
        }
    }

    private void commitPositions(Tally tally) {
        if (!tally.reached.isEmpty()) {
            Batch.Builder batch = Batch.builder();
            tally.reached.values().forEach(batch::reached);
            History.of(store).apply(batch.build());
        }
    }

    private Change change(ResultSet row) throws SQLException {
        List<TableColumn> given = sql.given();
        List<@Nullable Object> cells = new ArrayList<>();
        for (TableColumn column : given) {
            cells.add(Cells.read(row, cells.size() + 1, column.type()));
        }
        int keys = store.layout().key.size();
        int at = keys + store.layout().attributes.size();
        int next = at + 1 + changes.sequence().size();
        Sequence sequence = sequence(cells.subList(at + 1, next));
        boolean isDeleted = changes.deleted() != null && Boolean.TRUE.equals(cells.get(next++));
        Position position = changes.source() == null ? null : position(cells.get(next), cells.get(next + 1));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < (isDeleted ? keys : at); i++) {
            fields.put(given.get(i).name(), cells.get(i));
        }
        Instant validFrom = (Instant) cells.get(at);
        return isDeleted
                ? new Delete(fields, validFrom, sequence, position, null)
                : new Observation(fields, validFrom, sequence, position, null);
    }

    /** A row without one goes to quarantine. */
    private static @Nullable Sequence sequence(List<@Nullable Object> parts) {
        return parts.contains(null)
                ? null
                : Sequence.of(parts.stream().mapToLong(part -> (Long) part).toArray());
    }

    private @Nullable Position position(@Nullable Object partition, @Nullable Object offset) {
        return changes.source() == null || partition == null || offset == null
                ? null
                : new Position(changes.source(), Math.toIntExact((Long) partition), (Long) offset);
    }

    /** What was counted. Confined to one thread. */
    private static final class Tally {
        private final @Nullable String source;
        private final Map<Integer, Position> reached = new HashMap<>();
        private long keys;
        private long evidence;
        private long versions;
        private long known;
        private long judged;

        Tally(@Nullable String source) {
            this.source = source;
        }

        void add(ResultSet row) throws SQLException {
            long rows = row.getLong(3);
            switch (PushdownSql.Op.valueOf(row.getString(1))) {
                case NEW -> {
                    evidence += rows;
                    keys += row.getLong(4);
                }
                case KNOWN -> known += rows;
                case JUDGED -> {
                    // They are counted as they came.
                }
            }
            reach(row, 2, 5);
        }

        void addJudged(ResultSet row) throws SQLException {
            judged += row.getLong(2);
            reach(row, 1, 3);
        }

        /** Rows may have no place. */
        private void reach(ResultSet row, int partition, int offset) throws SQLException {
            int in = row.getInt(partition);
            boolean isSomewhere = !row.wasNull();
            long at = row.getLong(offset);
            if (source != null && isSomewhere && !row.wasNull()) {
                reached.merge(in, new Position(source, in, at), (a, b) -> a.offset() >= b.offset() ? a : b);
            }
        }
    }
}
