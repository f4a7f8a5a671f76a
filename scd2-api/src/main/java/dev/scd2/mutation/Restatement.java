package dev.scd2.mutation;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window in which the answer for one key changed, so that facts in it may hold the wrong surrogate key.
 *
 * <p>Immutable.
 *
 * @param key whose history was rewritten
 * @param window the time of the facts concerned
 * @param before the surrogate key in force until now; null where there was none
 * @param after the surrogate key in force from now on; null where there is none; equal to {@code before} where the same
 *     version now says other values
 * @param showed the attributes of {@code before} as they were until now; null where there was none
 * @param shows the attributes of {@code after} as they are from now on; null where there is none
 */
public record Restatement(
        Key key,
        Interval window,
        @Nullable Long before,
        @Nullable Long after,
        @Nullable Row showed,
        @Nullable Row shows) {
    /** Returns whether there is a version now where there was none, or the reverse. */
    public boolean changesExistence() {
        return (before == null) != (after == null);
    }

    /**
     * Returns the attributes that show another value, in the order of the dimension; none where {@code before} or {@code
     * after} is null, and where the values stay and only the version is another. Compares the rows, each time.
     *
     * @param dimension of which this is
     */
    public List<String> changed(Dimension dimension) {
        if (showed == null || shows == null) {
            return List.of();
        }
        List<String> changed = new ArrayList<>();
        List<Column> columns = dimension.attributes();
        for (int i = 0; i < columns.size(); i++) {
            if (!Objects.equals(showed.value(i), shows.value(i))) {
                changed.add(columns.get(i).name());
            }
        }
        return changed;
    }
}
