package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one row by which a listing is remembered: what it tells of a key without evidence of its own, and which keys need
 * evidence of their own because it does not.
 *
 * <p>Without any, a key was listed with exactly what its version in force shows in the columns said, if there is one and
 * it meets the scope; else it was missing. A key that was missing although it shows something is remembered as {@link
 * Evidence.Kind#UNLISTED}. Stateless.
 */
final class Listings {
    private final Dimension dimension;
    private final List<SnapshotMark> marks;

    /** Takes listings of rows, in order of place. */
    Listings(Dimension dimension, List<SnapshotMark> marks) {
        this.dimension = dimension;
        this.marks = marks;
    }

    /**
     * Returns the statements that stored rows and versions stand for, by place, none of them {@link
     * Evidence.Kind#UNLISTED}.
     */
    List<Evidence> expand(Key key, List<Evidence> rows, List<Version> versions) {
        List<Evidence> ordered = EvidenceMerge.ordered(rows);
        List<Evidence> expanded = new ArrayList<>(ordered.size() + marks.size());
        int next = 0;
        int version = 0;
        for (int i = 0; i < marks.size(); i = end(i)) {
            SnapshotMark mark = marks.get(i);
            while (next < ordered.size() && isBefore(ordered.get(next), mark)) {
                keep(ordered.get(next++), expanded);
            }
            while (version < versions.size() && versions.get(version).interval().endMicros() <= mark.at()) {
                version++;
            }
            if (next >= ordered.size() || !isAt(ordered.get(next), mark)) {
                Evidence told = told(key, i, version < versions.size() ? versions.get(version) : null);
                if (told != null) {
                    expanded.add(told);
                }
            }
        }
        ordered.subList(next, ordered.size()).forEach(row -> keep(row, expanded));
        return expanded;
    }

    private static void keep(Evidence row, List<Evidence> expanded) {
        if (row.kind() != Evidence.Kind.UNLISTED) {
            expanded.add(row);
        }
    }

    /** Returns the rows by which these statements are remembered beside the versions, by place. */
    List<Evidence> compress(Key key, List<Evidence> statements, List<Version> versions) {
        List<Evidence> rows = new ArrayList<>();
        int next = 0;
        int version = 0;
        for (int i = 0; i < marks.size(); i = end(i)) {
            SnapshotMark mark = marks.get(i);
            while (next < statements.size() && isBefore(statements.get(next), mark)) {
                rows.add(statements.get(next++));
            }
            while (version < versions.size() && versions.get(version).interval().endMicros() <= mark.at()) {
                version++;
            }
            Evidence told = told(key, i, version < versions.size() ? versions.get(version) : null);
            if (next < statements.size() && isAt(statements.get(next), mark)) {
                Evidence said = statements.get(next++);
                if (told == null || !isTold(said, told)) {
                    rows.add(said);
                }
            } else if (told != null) {
                rows.add(unlisted(key, mark));
            }
        }
        rows.addAll(statements.subList(next, statements.size()));
        return rows;
    }

    /** Several listings can stand at one place, each with a scope of its own; returns where the next place begins. */
    private int end(int first) {
        int i = first + 1;
        while (i < marks.size() && marks.get(i).compareTo(marks.get(first)) == 0) {
            i++;
        }
        return i;
    }

    /** Returns what the listings at one place tell of a key without evidence of its own there, by what it shows. */
    private @Nullable Evidence told(Key key, int first, @Nullable Version shown) {
        SnapshotMark mark = marks.get(first);
        if (shown == null || shown.deleted() || shown.interval().startMicros() > mark.at()) {
            return null;
        }
        @Nullable Object[] cells = null;
        for (int i = first; i < end(first); i++) {
            SnapshotMark listing = marks.get(i);
            if (Scope.isMet(dimension, key, shown.row(), listing)) {
                cells = cells == null ? Row.ofUnsaid(shown.row().width()).toArray() : cells;
                for (String column : listing.said()) {
                    int cell = dimension.attributeIndex(column).orElseThrow();
                    cells[cell] = shown.row().value(cell);
                }
            }
        }
        return cells == null ? null : evidence(key, Evidence.Kind.VALUES, mark, Row.of(cells));
    }

    private static boolean isTold(Evidence said, Evidence told) {
        return said.saysSameAs(told) && said.systemTime() == told.systemTime() && !Erased.isIn(said.row());
    }

    private Evidence unlisted(Key key, SnapshotMark mark) {
        return evidence(
                key,
                Evidence.Kind.UNLISTED,
                mark,
                Row.ofUnsaid(dimension.attributes().size()));
    }

    private static Evidence evidence(Key key, Evidence.Kind kind, SnapshotMark mark, Row row) {
        return new Evidence(key, kind, null, mark.at(), Interval.OPEN, mark.sequence(), row, mark.systemTime(), null);
    }

    private static boolean isBefore(Evidence statement, SnapshotMark mark) {
        if (statement.kind().group() != Evidence.Group.BASE) {
            return false;
        }
        return statement.validFrom() < mark.at()
                || (statement.validFrom() == mark.at() && statement.sequence().compareTo(mark.sequence()) < 0);
    }

    private static boolean isAt(Evidence statement, SnapshotMark mark) {
        return statement.kind().group() == Evidence.Group.BASE
                && statement.validFrom() == mark.at()
                && statement.sequence().equals(mark.sequence());
    }
}
