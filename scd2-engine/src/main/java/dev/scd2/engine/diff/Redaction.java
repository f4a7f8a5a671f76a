package dev.scd2.engine.diff;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.Overwrite;
import dev.scd2.store.Evidence;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only rewrite of what was believed: personal columns become null in the rows of a key, in place. Confined to one
 * thread.
 */
public final class Redaction {
    private final Dimension dimension;
    private final Collection<Mutation> mutations;

    /** Makes one that adds to {@code mutations}. */
    public Redaction(Dimension dimension, Collection<Mutation> mutations) {
        this.dimension = dimension;
        this.mutations = mutations;
    }

    /** Returns the latest belief as it stands afterwards; values that {@code lawful} shows at the same start stay. */
    public List<StoredVersion> latest(List<StoredVersion> rows, Timeline lawful) {
        List<StoredVersion> redacted = new ArrayList<>(rows.size());
        for (StoredVersion row : rows) {
            Version shown = lawful.versions().stream()
                    .filter(version -> version.interval().startMicros()
                            == row.version().interval().startMicros())
                    .findFirst()
                    .orElse(null);
            redacted.add(redacted(
                    row,
                    (cell, value) -> shown != null && value.equals(shown.row().value(cell))));
        }
        return redacted;
    }

    /**
     * Redacts rows that are no longer believed; a value stays that one of {@code kept}, the statements as they are read
     * now, says of a time in the row's interval.
     */
    public void past(List<StoredVersion> rows, List<Evidence> kept) {
        for (StoredVersion row : rows) {
            redacted(row, (cell, value) -> kept.stream().anyMatch(statement -> says(statement, row, cell, value)));
        }
    }

    private boolean says(Evidence statement, StoredVersion row, int cell, Object value) {
        boolean reaches = dimension.attributes().get(cell).policy() != AttributePolicy.TRACK
                || new Interval(statement.validFrom(), statement.validTo())
                        .overlaps(row.version().interval());
        return reaches
                && statement.row().isSaid(cell)
                && value.equals(statement.row().value(cell));
    }

    private StoredVersion redacted(StoredVersion row, Stays stays) {
        Version was = row.version();
        @Nullable Object[] cells = was.row().toArray();
        for (String column : dimension.personal()) {
            int cell = dimension.attributeIndex(column).orElseThrow();
            Object value = was.row().value(cell);
            if (value != null && !stays.test(cell, value)) {
                cells[cell] = null;
            }
        }
        Version is = new Version(was.interval(), Row.owning(cells), was.deleted());
        if (is.equals(was)) {
            return row;
        }
        mutations.add(new Overwrite(
                row.surrogate(), row.key(), was, is, row.believed().startMicros()));
        return new StoredVersion(
                row.surrogate(), row.key(), is, row.believed(), row.current(), row.attributeHash(), row.loadId());
    }

    /** Whether a value of a personal column stays. */
    private interface Stays {
        boolean test(int cell, Object value);
    }
}
