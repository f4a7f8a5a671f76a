package dev.scd2.sql.extract;

import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A relation whose rows are changes: an audit table that a trigger fills, a table of messages, or any query that returns the
 * like.
 *
 * <pre>{@code
 * ChangeSource source = ChangeLogSource.from(audit, "change_id")
 *         .operation("op", Map.of("I", Operation.INSERT, "U", Operation.UPDATE, "D", Operation.DELETE))
 *         .committedAt("changed_at")
 *         .to(TableMapping.of(member).validFrom("effective_date", ZoneOffset.UTC));
 * }</pre>
 *
 * <p>Rows are read in the order of their sequence, a whole number or a timestamp, which also is the sequence of the change and
 * the place where reading goes on. Numbers are given out before their transaction commits, so a smaller one may come to light
 * later: an overlap is read again each time. When a change holds is for the mapping to say. Immutable.
 */
public final class ChangeLogSource implements ChangeSource {
    private final Relation relation;
    private final Paging paging;
    private final @Nullable String operation;
    private final Map<Object, Operation> operations;
    private final @Nullable String committedAt;

    private ChangeLogSource(Builder builder, RowMapping mapping) {
        this.relation = builder.relation;
        this.operation = builder.operation;
        this.operations = Map.copyOf(builder.operations);
        this.committedAt = builder.committedAt;
        this.paging = new Paging(
                builder.sequence,
                builder.key,
                builder.overlap,
                builder.pageRows,
                builder.every,
                null,
                Stream.of(operation, committedAt).filter(Objects::nonNull).toList(),
                this::change,
                mapping);
    }

    /**
     * Returns a builder.
     *
     * @param sequence the column by which changes are ordered: a whole number, or a timestamp
     */
    public static Builder from(Relation relation, String sequence) {
        return new Builder(relation, sequence);
    }

    @Override
    public String name() {
        return relation.name();
    }

    /**
     * Begins to read at the place reached less the overlap.
     *
     * @throws IllegalArgumentException if the relation has columns that cannot be read, and says which
     */
    @Override
    public Reader read(Progress progress) {
        RowShape shape = relation.describe(paging.columns());
        ColumnReader sequence = shape.column(paging.order());
        if (!sequence.isTime() && !sequence.isWholeNumber()) {
            throw new IllegalArgumentException("Column " + sequence.label() + " of " + name() + " is of type "
                    + sequence.typeName() + ". A sequence must be a whole number of 64 bits or a timestamp.");
        }
        if (committedAt != null && !shape.column(committedAt).isTime()) {
            throw new IllegalArgumentException("Column " + committedAt + " of " + name() + " is of type "
                    + shape.column(committedAt).typeName()
                    + ". What says when a change was committed must be a timestamp.");
        }
        return PagedReader.of(relation, paging, shape, progress);
    }

    private RowChange change(Map<String, @Nullable Object> row, long offset, @Nullable Position position) {
        Operation what = operationOf(row);
        boolean isDelete = what == Operation.DELETE;
        return new RowChange(
                what,
                isDelete ? row : Map.of(),
                isDelete ? Map.of() : row,
                committedAt == null ? null : (Instant) row.get(committedAt),
                Sequence.of(offset),
                position);
    }

    private Operation operationOf(Map<String, @Nullable Object> row) {
        if (operation == null) {
            return Operation.READ;
        }
        Object told = row.get(operation);
        Operation known = told == null ? null : operations.get(told instanceof String text ? text.strip() : told);
        if (known == null) {
            throw new InvalidChangeException(
                    Reason.WRONG_KIND,
                    "Column " + operation + " of " + name() + " holds something else than the operations declared, "
                            + operations.keySet() + ". Declare what it means, or read a query without such rows.");
        }
        return known;
    }

    /** Builds a {@link ChangeLogSource}. Confined to one thread. */
    public static final class Builder {
        private final Relation relation;
        private final String sequence;
        private List<String> key = List.of();
        private long overlap;
        private @Nullable String operation;
        private Map<Object, Operation> operations = Map.of();
        private @Nullable String committedAt;
        private int pageRows = Paging.PAGE_ROWS;
        private Duration every = Paging.EVERY;

        private Builder(Relation relation, String sequence) {
            this.relation = relation;
            this.sequence = sequence;
        }

        /** Sets the columns that tell changes of one sequence apart; none unless said. */
        public Builder key(String... columns) {
            key = List.of(columns);
            return this;
        }

        /** Sets the column that says what happened, and what its values mean; rows observe unless said. */
        public Builder operation(String column, Map<?, Operation> meanings) {
            operation = column;
            operations = new LinkedHashMap<>(meanings);
            return this;
        }

        /** Sets the column that says when the source committed a change. */
        public Builder committedAt(String column) {
            committedAt = column;
            return this;
        }

        /** Sets how many numbers before the place reached are read again; for a sequence of numbers. */
        public Builder overlap(long numbers) {
            overlap = notNegative(numbers);
            return this;
        }

        /** Sets how much time before the place reached is read again; for a sequence of timestamps. */
        public Builder overlap(Duration window) {
            overlap = notNegative(window.toNanos() / 1_000);
            return this;
        }

        /** Sets how many rows are in memory, and in a batch, at most; 5000 unless said. */
        public Builder pageRows(int rows) {
            pageRows = WatermarkSource.Builder.atLeastOne(rows);
            return this;
        }

        /** Sets how long to wait before looking again, for a source that is read on and on; ten seconds unless said. */
        public Builder every(Duration pause) {
            every = pause;
            return this;
        }

        /** Returns the source, whose changes mean to a dimension what {@code mapping} says. */
        public ChangeLogSource to(RowMapping mapping) {
            return new ChangeLogSource(this, mapping);
        }

        private static long notNegative(long overlap) {
            if (overlap < 0) {
                throw new IllegalArgumentException("An overlap must not be negative: " + overlap);
            }
            return overlap;
        }
    }
}
