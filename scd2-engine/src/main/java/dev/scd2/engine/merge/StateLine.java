package dev.scd2.engine.merge;

import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an entity is like from each instant on, noted in order; states that show the same are one. Confined to one thread. */
final class StateLine {
    private final Dimension dimension;
    private final SaidValues values;
    private final boolean existedBefore;
    private final List<State> states = new ArrayList<>();

    StateLine(Dimension dimension, SaidValues values, boolean existedBefore) {
        this.dimension = dimension;
        this.values = values;
        this.existedBefore = existedBefore;
    }

    /** Notes the state from {@code at} on; the cells are copied. */
    void note(long at, boolean exists, @Nullable Object[] cells) {
        State last = states.isEmpty() ? null : states.get(states.size() - 1);
        boolean same =
                last == null ? !exists && !existedBefore : exists == last.exists && sameTracked(cells, last.cells);
        if (!same) {
            states.add(new State(at, exists, cells.clone()));
        }
    }

    private boolean sameTracked(@Nullable Object[] now, @Nullable Object[] before) {
        for (int i = 0; i < now.length; i++) {
            if (values.isTracked(i) && !Objects.equals(now[i], before[i])) {
                return false;
            }
        }
        return true;
    }

    List<Version> versions() {
        List<Version> versions = new ArrayList<>(states.size());
        for (int i = 0; i < states.size(); i++) {
            State state = states.get(i);
            long end = i + 1 < states.size() ? states.get(i + 1).at : Interval.OPEN;
            Interval interval = new Interval(state.at, end);
            if (state.exists) {
                versions.add(Version.of(interval, values.complete(state.cells)));
            } else if (dimension.deletePolicy() == DeletePolicy.MARK && (existedBefore || !versions.isEmpty())) {
                versions.add(new Version(interval, Row.ofNulls(state.cells.length), true));
            }
        }
        return versions;
    }

    private static final class State {
        final long at;
        final boolean exists;
        final @Nullable Object[] cells;

        State(long at, boolean exists, @Nullable Object[] cells) {
            this.at = at;
            this.exists = exists;
            this.cells = cells;
        }
    }
}
