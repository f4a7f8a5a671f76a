package dev.scd2.engine.merge;

import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;

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

    /** Notes the state from {@code at} on; a row of an entity that does not exist is all null. */
    void note(long at, boolean exists, Row row) {
        State last = states.isEmpty() ? null : states.get(states.size() - 1);
        boolean same =
                last == null ? !exists && !existedBefore : exists == last.exists && values.trackSame(row, last.row);
        if (!same) {
            states.add(new State(at, exists, row));
        }
    }

    List<Version> versions() {
        List<Version> versions = new ArrayList<>(states.size());
        for (int i = 0; i < states.size(); i++) {
            State state = states.get(i);
            long end = i + 1 < states.size() ? states.get(i + 1).at : Interval.OPEN;
            Interval interval = new Interval(state.at, end);
            if (state.exists) {
                versions.add(Version.of(interval, values.complete(state.row)));
            } else if (dimension.deletePolicy() == DeletePolicy.MARK && (existedBefore || !versions.isEmpty())) {
                versions.add(new Version(interval, state.row, true));
            }
        }
        return versions;
    }

    private record State(long at, boolean exists, Row row) {}
}
