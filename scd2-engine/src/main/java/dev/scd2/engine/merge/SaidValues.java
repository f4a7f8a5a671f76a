package dev.scd2.engine.merge;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What fixed and overwrite columns show: the first, or the last, value said in any life of the key, by {@code (validFrom,
 * sequence)}; a correction counts at its start, after a base change at the same place. Immutable.
 */
final class SaidValues {
    private final AttributePolicy[] policies;
    private final boolean tracksAll;
    private final @Nullable Object[] shown;
    private final boolean[] said;

    private SaidValues(AttributePolicy[] policies) {
        this.policies = policies;
        this.tracksAll = Arrays.stream(policies).allMatch(policy -> policy == AttributePolicy.TRACK);
        shown = new Object[policies.length];
        said = new boolean[policies.length];
    }

    /** Returns what is shown while nothing is said. */
    static SaidValues none(Dimension dimension) {
        return new SaidValues(
                dimension.attributes().stream().map(column -> column.policy()).toArray(AttributePolicy[]::new));
    }

    /**
     * Returns what is shown; this, where all columns are tracked.
     *
     * @param base observations, patches and counting spans, by {@code (validFrom, sequence)}; others say nothing
     * @param corrections all corrections
     */
    SaidValues after(List<Evidence> base, List<Evidence> corrections, Comparator<Evidence> rank) {
        if (tracksAll()) {
            return this;
        }
        SaidValues values = new SaidValues(policies);
        List<Evidence> ordered = base;
        if (!corrections.isEmpty()) {
            ordered = new ArrayList<>(base);
            ordered.addAll(corrections);
            ordered.sort(Comparator.comparingLong(Evidence::validFrom)
                    .thenComparing(Evidence::sequence)
                    .thenComparing(statement -> statement.kind().group() == Evidence.Group.CORRECTION)
                    .thenComparing((a, b) -> a.kind().group() == Evidence.Group.CORRECTION
                                    && b.kind().group() == Evidence.Group.CORRECTION
                            ? rank.compare(a, b)
                            : 0));
        }
        for (Evidence statement : ordered) {
            if (!statement.isAbsence()) {
                values.note(statement.row());
            }
        }
        return values;
    }

    boolean tracksAll() {
        return tracksAll;
    }

    private void note(Row row) {
        for (int i = 0; i < policies.length; i++) {
            boolean counts =
                    policies[i] == AttributePolicy.OVERWRITE || (policies[i] == AttributePolicy.FIXED && !said[i]);
            if (counts && row.isSaid(i)) {
                shown[i] = row.cell(i);
                said[i] = true;
            }
        }
    }

    private boolean isTracked(int i) {
        return policies[i] == AttributePolicy.TRACK;
    }

    /** Returns whether two rows hold the same in every tracked cell. */
    boolean trackSame(Row a, Row b) {
        if (tracksAll) {
            return a.equals(b);
        }
        for (int i = 0; i < policies.length; i++) {
            if (isTracked(i) && !Objects.equals(a.cell(i), b.cell(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the row of a version: the tracked cells as given, the others as they are shown. */
    Row complete(Row tracked) {
        if (tracksAll) {
            return tracked;
        }
        Object[] cells = tracked.toArray();
        for (int i = 0; i < cells.length; i++) {
            if (!isTracked(i)) {
                cells[i] = shown[i];
            }
        }
        return Row.owning(cells);
    }

    /** Returns the row of a version of which these statements do not tell all: what they say of other columns holds. */
    Row over(Row stored) {
        if (tracksAll) {
            return stored;
        }
        Object[] cells = stored.toArray();
        for (int i = 0; i < cells.length; i++) {
            if (said[i] && policies[i] == AttributePolicy.OVERWRITE) {
                cells[i] = shown[i];
            }
        }
        return Row.owning(cells);
    }
}
