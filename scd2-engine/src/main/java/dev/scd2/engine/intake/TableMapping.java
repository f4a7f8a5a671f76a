package dev.scd2.engine.intake;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are the current state of a dimension's entities, under the same column names.
 *
 * <p>A row that is read or inserted observes its columns. One that is updated does too, or only {@linkplain #patches patches}
 * those that differ. One that is deleted ends the entity, and a truncate ends all. Where an update changes the natural key,
 * the old entity ends and the new one begins. What an image lacks (a large value that PostgreSQL left out because it did not
 * change) is unsaid.
 *
 * <pre>{@code
 * RowMapping mapping = TableMapping.of(member);                                           // holds from the commit on
 * RowMapping dated = TableMapping.of(member).validFrom("effective_date", ZoneOffset.UTC); // from the row's own date on
 * }</pre>
 *
 * <p>Values are taken as they are; what is not of its column's type goes to quarantine when the change is applied. Where the
 * dimension keeps the system time of its source, that is the time of the commit. Immutable.
 */
public final class TableMapping implements RowMapping {
    private final Dimension dimension;
    private final @Nullable String validFrom;
    private final @Nullable String deletedFrom;
    private final ZoneId zone;
    private final boolean patches;
    private final long rank;

    private TableMapping(
            Dimension dimension,
            @Nullable String validFrom,
            @Nullable String deletedFrom,
            ZoneId zone,
            boolean patches,
            long rank) {
        this.dimension = dimension;
        this.validFrom = validFrom;
        this.deletedFrom = deletedFrom;
        this.zone = zone;
        this.patches = patches;
        this.rank = rank;
    }

    /** Returns the mapping in which all holds from the time on at which the source committed it. */
    public static TableMapping of(Dimension dimension) {
        return new TableMapping(dimension, null, null, ZoneOffset.UTC, false, 1);
    }

    /**
     * Returns this mapping with the valid time of a row in one of its own columns: a date, a local time or an instant. A
     * deletion holds from its commit on all the same, unless {@link #deletedFrom} names a column.
     *
     * @param inZone where a date begins, and a local time is meant
     */
    public TableMapping validFrom(String column, ZoneId inZone) {
        return new TableMapping(dimension, column, deletedFrom, inZone, patches, rank);
    }

    /** Returns this mapping with deletions that hold from the time on that this column of the last image shows. */
    public TableMapping deletedFrom(String column) {
        return new TableMapping(dimension, validFrom, column, zone, patches, rank);
    }

    /**
     * Returns this mapping with updates that say only the columns that differ between the two images: what is reported late
     * does not undo what changed since in other columns. An update that comes without the row before observes all.
     */
    public TableMapping patches() {
        return new TableMapping(dimension, validFrom, deletedFrom, zone, true, rank);
    }

    /** Returns this mapping with the rank of the source, the first part of every sequence; 1 unless said. */
    public TableMapping rank(long first) {
        return new TableMapping(dimension, validFrom, deletedFrom, zone, patches, first);
    }

    @Override
    public List<Change> changes(RowChange row) {
        Sequence sequence = row.sequence().ranked(rank);
        return switch (row.operation()) {
            case TRUNCATE -> List.of(new Truncate(row.committedAt(), sequence, row.position(), row.committedAt()));
            case DELETE -> List.of(delete(row, at(row, deletedFrom, row.before()), sequence));
            case READ, INSERT -> List.of(observation(row, sequence));
            case UPDATE -> update(row, sequence);
        };
    }

    private List<Change> update(RowChange row, Sequence sequence) {
        Map<String, @Nullable Object> before = row.before();
        if (before.isEmpty()) {
            return List.of(observation(row, sequence));
        }
        if (!key(before).equals(key(row.after()))) {
            Instant at = at(row, validFrom, row.after());
            return List.of(delete(row, at, sequence.with(0)), observation(row, sequence.with(1)));
        }
        return patches ? patch(row, sequence) : List.of(observation(row, sequence));
    }

    private List<Change> patch(RowChange row, Sequence sequence) {
        Map<String, @Nullable Object> fields = key(row.after());
        int keys = fields.size();
        dimension.attributes().stream()
                .map(Column::name)
                .filter(column -> !row.before().containsKey(column)
                        || !Objects.equals(row.before().get(column), row.after().get(column)))
                .forEach(column -> say(column, row.after(), fields));
        return fields.size() == keys
                ? List.of()
                : List.of(new Patch(
                        fields, at(row, validFrom, row.after()), sequence, row.position(), row.committedAt()));
    }

    private Observation observation(RowChange row, Sequence sequence) {
        Map<String, @Nullable Object> fields = key(row.after());
        dimension.attributes().forEach(column -> say(column.name(), row.after(), fields));
        return new Observation(fields, at(row, validFrom, row.after()), sequence, row.position(), row.committedAt());
    }

    private Delete delete(RowChange row, @Nullable Instant at, Sequence sequence) {
        return new Delete(key(row.before()), at, sequence, row.position(), row.committedAt());
    }

    private Map<String, @Nullable Object> key(Map<String, @Nullable Object> image) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        dimension.naturalKey().forEach(column -> say(column.name(), image, key));
        return key;
    }

    private static void say(String column, Map<String, @Nullable Object> image, Map<String, @Nullable Object> fields) {
        if (image.containsKey(column)) {
            fields.put(column, image.get(column));
        }
    }

    /** A row that does not tell its time has none, and goes to quarantine. */
    private @Nullable Instant at(RowChange row, @Nullable String column, Map<String, @Nullable Object> image) {
        if (column == null) {
            return row.committedAt();
        }
        Object value = image.get(column);
        if (value instanceof LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        }
        if (value instanceof LocalDateTime local) {
            return local.atZone(zone).toInstant();
        }
        if (value instanceof OffsetDateTime stamp) {
            return stamp.toInstant();
        }
        return value instanceof Instant instant ? instant : null;
    }
}
