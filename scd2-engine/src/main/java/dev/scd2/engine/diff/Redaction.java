package dev.scd2.engine.diff;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.Overwrite;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
            redacted.add(redacted(row, shown));
        }
        return redacted;
    }

    /** Redacts rows that are no longer believed. */
    public void past(List<StoredVersion> rows) {
        rows.forEach(row -> redacted(row, null));
    }

    private StoredVersion redacted(StoredVersion row, @Nullable Version shown) {
        Version was = row.version();
        @Nullable Object[] cells = was.row().toArray();
        for (String column : dimension.personal()) {
            int cell = dimension.attributeIndex(column).orElseThrow();
            boolean stays = shown != null && Objects.equals(shown.row().value(cell), cells[cell]);
            if (!stays) {
                cells[cell] = null;
            }
        }
        Version is = new Version(was.interval(), Row.of(cells), was.deleted());
        if (is.equals(was)) {
            return row;
        }
        mutations.add(new Overwrite(
                row.surrogate(), row.key(), was, is, row.believed().startMicros()));
        return new StoredVersion(
                row.surrogate(), row.key(), is, row.believed(), row.current(), row.attributeHash(), row.loadId());
    }
}
