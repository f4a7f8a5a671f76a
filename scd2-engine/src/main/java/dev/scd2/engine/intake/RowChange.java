package dev.scd2.engine.intake;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a source table that changed, as change capture tells it. A column that an image lacks is unsaid: the source did not
 * tell it.
 *
 * <p>Immutable. {@link #toString} shows no values: rows may be about people.
 *
 * @param operation what happened
 * @param before the row before, by column; empty where there was none, or the source does not tell
 * @param after the row after, by column; empty where there is none
 * @param committedAt when the source committed it
 * @param sequence its place in the source's own total order
 * @param position where it was read
 */
public record RowChange(
        Operation operation,
        Map<String, @Nullable Object> before,
        Map<String, @Nullable Object> after,
        @Nullable Instant committedAt,
        Sequence sequence,
        @Nullable Position position) {

    /** What can happen to a row, or to all of a table. */
    public enum Operation {
        /** It was there when capturing began. */
        READ,
        /** It came into being. */
        INSERT,
        /** It became another. */
        UPDATE,
        /** It is gone. */
        DELETE,
        /** All rows are gone. */
        TRUNCATE
    }

    /** Copies the maps. */
    public RowChange {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }

    @Override
    public String toString() {
        return operation + " " + sequence + (position == null ? "" : " at " + position);
    }
}
