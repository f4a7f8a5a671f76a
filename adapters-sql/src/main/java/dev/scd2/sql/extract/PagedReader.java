package dev.scd2.sql.extract;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.sql.internal.Pause;
import dev.scd2.timeline.Instants;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a relation round by round, and each round page by page: behind the last row of a page begins the next. A round
 * begins so far behind the reached place as was declared, inclusive, and ends with a page that is not full. Rows that have no
 * place in the order are shown once, and go to quarantine. Confined to one thread.
 */
final class PagedReader implements ChangeSource.Reader {
    private final Relation relation;
    private final Paging paging;
    private final RowShape shape;
    private final List<ColumnReader> order;
    private final List<String> nullable;
    private final Pause pause;
    private @Nullable Long reached;
    private @Nullable List<Object> last;
    private boolean pagesAreDone;
    private boolean unorderedAreDone;
    private boolean caughtUp;

    private PagedReader(Relation relation, Paging paging, RowShape shape, @Nullable Long reached) {
        this.relation = relation;
        this.paging = paging;
        this.shape = shape;
        this.order = paging.orderedBy().stream().map(shape::column).toList();
        this.nullable = order.stream()
                .filter(relation::canBeNull)
                .map(ColumnReader::label)
                .toList();
        this.pause = new Pause(paging.every());
        this.reached = reached;
        this.unorderedAreDone = nullable.isEmpty();
    }

    static PagedReader of(Relation relation, Paging paging, RowShape shape, ChangeSource.Progress progress) {
        Long reached =
                progress.reached(relation.name(), 0).map(Position::offset).orElse(null);
        return new PagedReader(relation, paging, shape, reached);
    }

    @Override
    public Optional<Batch> next(Duration atMost) {
        if (!pause.isOver(atMost)) {
            return Optional.empty();
        }
        Batch.Builder batch = Batch.builder();
        boolean said = pagesAreDone ? readUnordered(batch) : readPage(batch);
        if (pagesAreDone && unorderedAreDone) {
            endRound();
        }
        return said ? Optional.of(batch.build()) : Optional.empty();
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        // Each page gave its connection back.
    }

    private void endRound() {
        caughtUp = true;
        pagesAreDone = false;
        last = null;
        pause.begin();
    }

    /** One row more than a page is asked for, to see whether it is the last, and whether its end can be found again. */
    private boolean readPage(Batch.Builder batch) {
        List<Found> rows = page();
        boolean full = rows.size() > paging.pageRows();
        if (full) {
            requireOrdered(rows.get(paging.pageRows() - 1), rows.remove(paging.pageRows()));
        }
        pagesAreDone = !full;
        Instant now = paging.clock() == null ? null : paging.clock().instant();
        for (Found row : rows) {
            long offset = offset(row.order());
            boolean toCome = now != null && offset > Instants.toMicros(now);
            Position position = toCome ? null : new Position(relation.name(), 0, offset);
            paging.mapping()
                    .changes(paging.row().read(row.fields(), offset, position))
                    .forEach(batch::change);
            if (position != null) {
                reached = reached == null ? offset : Long.valueOf(Math.max(reached, offset));
            }
            last = row.place();
        }
        Long far = reached;
        if (far != null && !rows.isEmpty()) {
            batch.reached(new Position(relation.name(), 0, far));
        }
        return !rows.isEmpty();
    }

    private List<Found> page() {
        List<ExtractSql.Ordered> by = order.stream().map(ExtractSql.Ordered::of).toList();
        List<String> columns = shape.names();
        int rows = paging.pageRows() + 1;
        List<Object> behind = last;
        Long from = reached;
        if (behind != null) {
            String sql = relation.sql().pageBehind(columns, by, nullable, rows);
            return found(sql, ExtractSql.behind(behind));
        }
        if (from != null) {
            String sql = relation.sql().pageFrom(columns, by, nullable, rows);
            return found(sql, List.of(order.get(0).comparable(begin(from))));
        }
        return found(relation.sql().firstPage(columns, by, nullable, rows), List.of());
    }

    private long begin(long from) {
        long least = order.get(0).isTime() ? Instants.toMicros(Instants.MIN) : Long.MIN_VALUE;
        return from < least + paging.overlap() ? least : from - paging.overlap();
    }

    private List<Found> found(String sql, List<Object> parameters) {
        return relation.call("read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                relation.bind(statement, parameters);
                List<Found> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(found(rows));
                    }
                }
                return found;
            }
        });
    }

    private Found found(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> fields = shape.read(row);
        List<Object> place = new ArrayList<>();
        for (ColumnReader column : order) {
            Object value = column.comparable(row);
            if (value != null) {
                place.add(value);
            }
        }
        return new Found(fields, fields.get(paging.order()), place);
    }

    private static long offset(@Nullable Object order) {
        if (order instanceof Instant instant) {
            if (!Instants.isInRange(instant)) {
                throw new InvalidChangeException(
                        Reason.TIME_OUT_OF_RANGE,
                        "A row was changed at a time outside " + Instants.MIN + " .. " + Instants.MAX
                                + ", by which it cannot be ordered. Correct the row, or read a query without it.");
            }
            return Instants.toMicros(instant);
        }
        if (order instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("A row without a place was found in the order.");
    }

    private void requireOrdered(Found end, Found next) {
        boolean same = paging.orderedBy().stream()
                .allMatch(column ->
                        Objects.equals(end.fields().get(column), next.fields().get(column)));
        if (same) {
            throw new InvalidChangeException(
                    Reason.CONFLICT,
                    "Two rows of " + relation.name() + " are equal in " + paging.orderedBy()
                            + ", by which the next page is found. Name key columns that tell them apart.");
        }
    }

    /** What they say is kept as it came; without a time or a key they go to quarantine. */
    private boolean readUnordered(Batch.Builder batch) {
        unorderedAreDone = true;
        List<Found> rows = found(relation.sql().unordered(shape.names(), nullable, paging.pageRows()), List.of());
        for (Found row : rows) {
            for (Change change : paging.mapping().changes(paging.row().read(row.fields(), 0, null))) {
                batch.change(new Observation(change.fields(), null, null, null));
            }
        }
        return !rows.isEmpty();
    }

    /**
     * A row as it was found.
     *
     * @param order its value in the column of the order
     * @param place its values in all columns of the order, as the driver takes them back
     */
    private record Found(
            Map<String, @Nullable Object> fields, @Nullable Object order, List<Object> place) {}
}
