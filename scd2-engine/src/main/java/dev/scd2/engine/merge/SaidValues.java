package dev.scd2.engine.merge;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import org.jspecify.annotations.Nullable;

/**
 * What fixed and overwrite columns show: the first, or the last, value said in any life of the key. Statements must be
 * noted by {@code (validFrom, sequence)}. Confined to one thread.
 */
final class SaidValues {
    private final AttributePolicy[] policies;
    private final @Nullable Object[] shown;
    private final boolean[] said;

    SaidValues(Dimension dimension) {
        policies =
                dimension.attributes().stream().map(column -> column.policy()).toArray(AttributePolicy[]::new);
        shown = new Object[policies.length];
        said = new boolean[policies.length];
    }

    void note(Row row) {
        for (int i = 0; i < policies.length; i++) {
            boolean counts =
                    policies[i] == AttributePolicy.OVERWRITE || (policies[i] == AttributePolicy.FIXED && !said[i]);
            if (counts && row.isSaid(i)) {
                shown[i] = row.value(i);
                said[i] = true;
            }
        }
    }

    boolean isTracked(int i) {
        return policies[i] == AttributePolicy.TRACK;
    }

    /** Returns the row of a version: the tracked cells as given, the others as they are shown. */
    Row complete(@Nullable Object[] tracked) {
        Object[] cells = tracked.clone();
        for (int i = 0; i < cells.length; i++) {
            if (!isTracked(i)) {
                cells[i] = shown[i];
            }
        }
        return Row.of(cells);
    }
}
