package dev.scd2.sql.extract;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.error.SourceException;
import dev.scd2.sql.internal.Pause;
import dev.scd2.timeline.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run of at most one listing, whose rows are there until it is closed. Confined to one thread. */
final class SnapshotReader implements ChangeSource.Reader {
    private static final int FETCHED = 1_000;
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private final Relation relation;
    private final RowShape shape;
    private final SnapshotTime time;
    private final Map<String, @Nullable Object> scope;
    private final Set<String> unsaid;
    private final long rank;
    private final ChangeSource.Progress progress;
    private final String place;
    private final Pause pause = new Pause(FOR_EVER);
    private @Nullable SpooledRows rows;
    private boolean caughtUp;

    SnapshotReader(
            Relation relation,
            RowShape shape,
            SnapshotTime time,
            Map<String, @Nullable Object> scope,
            Set<String> unsaid,
            long rank,
            String place,
            ChangeSource.Progress progress) {
        this.relation = relation;
        this.shape = shape;
        this.time = time;
        this.scope = scope;
        this.unsaid = unsaid;
        this.rank = rank;
        this.progress = progress;
        this.place = place;
    }

    @Override
    public Optional<Batch> next(Duration atMost) {
        if (!pause.isOver(atMost)) {
            return Optional.empty();
        }
        Optional<Instant> at = relation.call("take a snapshot of", this::list);
        caughtUp = true;
        pause.begin();
        return at.map(this::batch);
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }

    private Batch batch(Instant at) {
        long micros = Instants.toMicros(at);
        Snapshot snapshot = Snapshot.of(Instants.ofMicros(micros), Sequence.of(rank, micros), listed())
                .withUnsaid(unsaid)
                .withScope(scope)
                .withSystemTime(Instants.ofMicros(micros));
        return Batch.builder()
                .snapshot(snapshot)
                .reached(new Position(place, 0, micros))
                .build();
    }

    private SpooledRows listed() {
        if (rows == null) {
            throw new IllegalStateException("Nothing was listed.");
        }
        return rows;
    }

    /** One transaction, which PostgreSQL needs to hand the rows over bit by bit. */
    private Optional<Instant> list(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Optional<Instant> at = time.of(connection, relation.zone().orElse(null));
            if (at.isEmpty() || isListed(at.get())) {
                return Optional.empty();
            }
            SpooledRows aside = SpooledRows.of(shape.names());
            rows = aside;
            setAside(connection, aside);
            requireUnmoved(at, connection);
            return at;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Two statements see two states of the source: the time must be that of the rows. */
    private void requireUnmoved(Optional<Instant> at, Connection connection) throws SQLException {
        if (time.isOfTheSource()
                && !time.of(connection, relation.zone().orElse(null)).equals(at)) {
            throw new SourceException(
                    "The rows of " + relation.name()
                            + " were replaced while they were listed. They will be listed anew.",
                    null);
        }
    }

    private boolean isListed(Instant at) {
        return progress.reached(place, 0)
                .filter(last -> last.offset() >= Instants.toMicros(at))
                .isPresent();
    }

    private void setAside(Connection connection, SpooledRows aside) throws SQLException {
        List<ExtractSql.Ordered> equal = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        List<String> isNull = new ArrayList<>();
        scope.forEach((column, value) -> {
            if (value == null) {
                isNull.add(column);
            } else {
                equal.add(ExtractSql.Ordered.of(shape.column(column)));
                values.add(shape.column(column).bindable(value));
            }
        });
        try (PreparedStatement statement =
                connection.prepareStatement(relation.sql().all(shape.names(), equal, isNull))) {
            statement.setFetchSize(FETCHED);
            relation.bind(statement, values);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    aside.write(shape.read(found));
                }
            }
        }
        aside.flush();
    }
}
