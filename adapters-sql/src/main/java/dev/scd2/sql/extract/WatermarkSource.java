package dev.scd2.sql.extract;

import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a relation that changed since the last time, by a column that says when.
 *
 * <pre>{@code
 * ChangeSource source = WatermarkSource.from(members, "updated_at", clock)
 *         .key("member_id")
 *         .overlap(Duration.ofMinutes(15))
 *         .to(TableMapping.of(member));
 * }</pre>
 *
 * <p>The watermark is the greatest such time that was read; it is committed with what was read, and never passes the
 * present of the clock. Reading begins at the watermark less the overlap, inclusive: rows of equal times are never lost,
 * and a row that was committed late, with an older time, is found as long as it is not older than the overlap. What is read
 * twice is known already, and changes nothing.
 *
 * <p><b>What cannot be seen</b>: a row that was deleted, unless a column marks it; the states of a row between two readings;
 * two changes of a row at one time (the column must be fine enough). Immutable.
 */
public final class WatermarkSource implements ChangeSource {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Relation relation;
    private final Paging paging;
    private final @Nullable String deleted;

    private WatermarkSource(Builder builder, RowMapping mapping) {
        this.relation = builder.relation;
        this.deleted = builder.deleted;
        this.paging = new Paging(
                builder.updatedAt,
                builder.key,
                builder.overlap.toNanos() / 1_000,
                builder.pageRows,
                builder.every,
                builder.clock,
                deleted == null ? List.of() : List.of(deleted),
                this::change,
                mapping);
    }

    /**
     * Returns a builder.
     *
     * @param updatedAt the column that says when a row changed: a timestamp, of which each change of a row is a later one
     * @param clock whose present a watermark never passes: a row dated in the future does not hide those before it
     */
    public static Builder from(Relation relation, String updatedAt, Clock clock) {
        return new Builder(relation, updatedAt, clock);
    }

    @Override
    public String name() {
        return relation.name();
    }

    /**
     * Begins to read at the watermark less the overlap.
     *
     * @throws IllegalArgumentException if the relation has columns that cannot be read, and says which
     */
    @Override
    public Reader read(Progress progress) {
        RowShape shape = relation.describe(paging.columns());
        requireTime(shape.column(paging.order()));
        if (deleted != null && shape.column(deleted).isText()) {
            throw new IllegalArgumentException("Column " + deleted + " of " + name()
                    + " is text, which does not say whether a row is deleted. Read a query that makes it a boolean.");
        }
        return PagedReader.of(relation, paging, shape, progress);
    }

    private void requireTime(ColumnReader updatedAt) {
        if (!updatedAt.isTime()) {
            throw new IllegalArgumentException("Column " + updatedAt.label() + " of " + name() + " is of type "
                    + updatedAt.typeName() + ". What says when a row changed must be a timestamp.");
        }
        boolean repeatsHours = updatedAt.isLocalTime()
                && relation.zone()
                        .filter(zone -> !zone.getRules().isFixedOffset())
                        .isPresent();
        if (repeatsHours && paging.overlap() < HOUR.toNanos() / 1_000) {
            throw new IllegalArgumentException(
                    "Column " + updatedAt.label() + " of " + name()
                            + " holds local times of a zone that repeats an hour each year. Declare an overlap of at least an hour.");
        }
    }

    private RowChange change(Map<String, @Nullable Object> row, long offset, @Nullable Position position) {
        boolean isDeleted = deleted != null && isTrue(row.get(deleted));
        return new RowChange(
                isDeleted ? RowChange.Operation.DELETE : RowChange.Operation.READ,
                isDeleted ? row : Map.of(),
                isDeleted ? Map.of() : row,
                Instants.ofMicros(offset),
                Sequence.of(offset),
                position);
    }

    /** A truth, a number that is not 0, or a time at all. */
    private static boolean isTrue(@Nullable Object mark) {
        if (mark instanceof Boolean truth) {
            return truth;
        }
        if (mark instanceof BigDecimal decimal) {
            return decimal.signum() != 0;
        }
        return mark instanceof Number number ? number.doubleValue() != 0 : mark != null;
    }

    /** Builds a {@link WatermarkSource}. Confined to one thread. */
    public static final class Builder {
        private final Relation relation;
        private final String updatedAt;
        private final Clock clock;
        private List<String> key = List.of();
        private Duration overlap = Duration.ZERO;
        private @Nullable String deleted;
        private int pageRows = Paging.PAGE_ROWS;
        private Duration every = Paging.EVERY;

        private Builder(Relation relation, String updatedAt, Clock clock) {
            this.relation = relation;
            this.updatedAt = updatedAt;
            this.clock = clock;
        }

        /** Sets the columns that tell rows of equal times apart, mostly the primary key. An index on both serves best. */
        public Builder key(String... columns) {
            key = List.of(columns);
            return this;
        }

        /**
         * Sets how far before the watermark reading begins; nothing unless said. It should be longer than any transaction of
         * the source, and than its clocks differ.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder overlap(Duration window) {
            if (window.isNegative()) {
                throw new IllegalArgumentException("An overlap must not be negative: " + window);
            }
            overlap = window;
            return this;
        }

        /** Sets the column that marks a row as deleted: true, a number that is not 0, or the time of the deletion. */
        public Builder deletedWhen(String column) {
            deleted = column;
            return this;
        }

        /** Sets how many rows are in memory, and in a batch, at most; 5000 unless said. */
        public Builder pageRows(int rows) {
            pageRows = atLeastOne(rows);
            return this;
        }

        /** Sets how long to wait before looking again, for a source that is read on and on; ten seconds unless said. */
        public Builder every(Duration pause) {
            every = pause;
            return this;
        }

        /**
         * Returns the source, whose rows mean to a dimension what {@code mapping} says.
         *
         * @throws IllegalArgumentException if no key is named
         */
        public WatermarkSource to(RowMapping mapping) {
            if (key.isEmpty()) {
                throw new IllegalArgumentException(
                        "Rows of equal times are told apart by a key. Name its columns with key(...).");
            }
            return new WatermarkSource(this, mapping);
        }

        static int atLeastOne(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("A page needs at least one row, not " + rows + ".");
            }
            return rows;
        }
    }
}
