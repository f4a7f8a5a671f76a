package dev.scd2.engine.merge;

import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The law for observations, patches and deletes: for existence, and for each column by itself, the statement with the
 * greatest {@code (validFrom, sequence)} that speaks decides.
 *
 * <p>Walking the statements in that order and letting each write over what it speaks of is the same thing. A delete
 * speaks of existence and makes every column null. The snapshots are woven in as deletes; one yields to a statement of
 * the key at the same place. Confined to one thread.
 */
final class BaseLaw {
    private final Dimension dimension;
    private final SaidValues values;
    private final List<State> states = new ArrayList<>();
    private final boolean existedBefore;
    private final @Nullable Object[] cells;
    private boolean exists;

    BaseLaw(Dimension dimension, boolean existedBefore) {
        this.dimension = dimension;
        this.existedBefore = existedBefore;
        this.values = new SaidValues(dimension);
        this.cells = new Object[dimension.attributes().size()];
    }

    Timeline timeline(List<Evidence> ordered, List<SnapshotMark> marks) {
        int next = 0;
        int mark = 0;
        while (next < ordered.size() || mark < marks.size()) {
            long at = Math.min(
                    next < ordered.size() ? ordered.get(next).validFrom() : Long.MAX_VALUE,
                    mark < marks.size() ? marks.get(mark).at() : Long.MAX_VALUE);
            while (true) {
                Evidence statement =
                        next < ordered.size() && ordered.get(next).validFrom() == at ? ordered.get(next) : null;
                SnapshotMark listing = mark < marks.size() && marks.get(mark).at() == at ? marks.get(mark) : null;
                if (statement == null && listing == null) {
                    break;
                }
                int order = statement == null
                        ? 1
                        : listing == null ? -1 : statement.sequence().compareTo(listing.sequence());
                if (order <= 0) {
                    apply(Objects.requireNonNull(statement));
                    next++;
                } else {
                    delete();
                }
                if (order >= 0) {
                    mark++;
                }
            }
            note(at);
        }
        return Timeline.of(versions());
    }

    private void apply(Evidence statement) {
        if (statement.kind() == Evidence.Kind.DELETE) {
            delete();
            return;
        }
        exists = true;
        Row row = statement.row();
        for (int i = 0; i < cells.length; i++) {
            if (row.isSaid(i)) {
                cells[i] = row.value(i);
            }
        }
        values.note(row);
    }

    private void delete() {
        exists = false;
        Arrays.fill(cells, null);
    }

    private void note(long at) {
        State last = states.isEmpty() ? null : states.get(states.size() - 1);
        boolean same = last == null ? !exists && !existedBefore : exists == last.exists && sameTracked(last.cells);
        if (!same) {
            states.add(new State(at, exists, cells.clone()));
        }
    }

    private boolean sameTracked(@Nullable Object[] before) {
        for (int i = 0; i < cells.length; i++) {
            if (values.isTracked(i) && !Objects.equals(cells[i], before[i])) {
                return false;
            }
        }
        return true;
    }

    private List<Version> versions() {
        List<Version> versions = new ArrayList<>(states.size());
        for (int i = 0; i < states.size(); i++) {
            State state = states.get(i);
            long end = i + 1 < states.size() ? states.get(i + 1).at : Interval.OPEN;
            Interval interval = new Interval(state.at, end);
            if (state.exists) {
                versions.add(Version.of(interval, values.complete(state.cells)));
            } else if (dimension.deletePolicy() == DeletePolicy.MARK && (existedBefore || !versions.isEmpty())) {
                versions.add(new Version(interval, Row.ofNulls(cells.length), true));
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
