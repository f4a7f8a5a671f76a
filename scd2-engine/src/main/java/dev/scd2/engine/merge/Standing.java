package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rule 1 as it is walked: each base change in order writes over what it speaks of. Confined to one thread. */
final class Standing {
    final @Nullable Object[] cells;
    boolean exists;

    Standing(Dimension dimension) {
        cells = new Object[dimension.attributes().size()];
    }

    /** A delete speaks of existence and makes every column null. */
    void apply(Evidence statement) {
        if (statement.kind() == Evidence.Kind.DELETE) {
            exists = false;
            Arrays.fill(cells, null);
            return;
        }
        exists = true;
        Row row = statement.row();
        for (int i = 0; i < cells.length; i++) {
            if (row.isSaid(i)) {
                cells[i] = row.cell(i);
            }
        }
    }

    /** Returns whether the entity exists with values that meet the scope of {@code listing}. */
    boolean isInScope(Dimension dimension, Key key, SnapshotMark listing) {
        return exists && Scope.isMet(dimension, key, Row.of(cells), listing);
    }
}
