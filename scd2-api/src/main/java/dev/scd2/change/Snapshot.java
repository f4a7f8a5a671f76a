package dev.scd2.change;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A complete listing at one time: an observation of every row in it, and a delete of each key that is missing, whether
 * known by then or known only later.
 *
 * <p>Immutable; the rows are not copied and must not change.
 *
 * @param at when the listing held
 * @param sequence when it was said
 * @param rows column values by name, one map a row
 * @param unsaid kept columns that the listing lacks and says nothing about
 */
public record Snapshot(
        Instant at,
        Sequence sequence,
        List<? extends Map<String, ? extends @Nullable Object>> rows,
        Set<String> unsaid) {
    /** Copies the set. */
    public Snapshot {
        unsaid = Set.copyOf(unsaid);
    }
}
