package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;

/** Rule 1 as it is walked: each base change in order writes over what it speaks of. Confined to one thread. */
final class Standing {
    private final Row nothing;
    private Row row;
    private boolean exists;

    /** Makes one of an entity that does not exist; {@code nothing} is a row of nulls. */
    Standing(Row nothing) {
        this.nothing = nothing;
        this.row = nothing;
    }

    /** A delete speaks of existence and makes every column null. */
    void apply(Evidence statement) {
        exists = statement.kind() != Evidence.Kind.DELETE;
        row = exists ? over(row, statement.row()) : nothing;
    }

    private static Row over(Row before, Row said) {
        if (said.isComplete()) {
            return said;
        }
        Object[] cells = before.toArray();
        for (int i = 0; i < cells.length; i++) {
            if (said.isSaid(i)) {
                cells[i] = said.cell(i);
            }
        }
        return Row.owning(cells);
    }

    /** Returns whether the entity exists. */
    boolean exists() {
        return exists;
    }

    /** Returns its values; all null where it does not exist. */
    Row row() {
        return row;
    }

    /** Returns whether the entity exists with values that meet the scope of {@code listing}. */
    boolean isInScope(Dimension dimension, Key key, SnapshotMark listing) {
        return exists && Scope.isMet(dimension, key, row, listing);
    }
}
