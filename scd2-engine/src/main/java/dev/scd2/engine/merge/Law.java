package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Timeline;
import java.util.List;

/**
 * What was true when, as a function of all that was said about one key.
 *
 * <p>Stateless. Takes time linear in the statements (for spans, times the logarithm of those that overlap).
 */
public final class Law {
    private Law() {}

    /**
     * Returns the timeline.
     *
     * @param ordered the statements that count, by {@code (validFrom, sequence)}
     * @param marks the snapshots, by {@code (at, sequence)}
     * @param existedBefore whether the entity had a version before the first of these statements
     */
    public static Timeline timeline(
            Dimension dimension, List<Evidence> ordered, List<SnapshotMark> marks, boolean existedBefore) {
        return dimension.feed() == Feed.SPANS
                ? new SpanLaw(dimension).timeline(ordered)
                : new BaseLaw(dimension, existedBefore).timeline(ordered, marks);
    }
}
