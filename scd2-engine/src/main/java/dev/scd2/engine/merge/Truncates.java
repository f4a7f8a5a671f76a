package dev.scd2.engine.merge;

import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * Rule 4 between a truncate, which has one row for the dimension, and a statement of a key at the same place: a delete and
 * the truncate are the same change, of which the one recorded first holds; values are in conflict with it. Confined to
 * one thread.
 */
final class Truncates {
    private final Dimension dimension;
    private final ConflictOrder order;
    private final List<SnapshotMark> added;
    private final List<SnapshotMark> known;

    Truncates(Dimension dimension, ConflictOrder order, List<SnapshotMark> known, List<SnapshotMark> added) {
        this.dimension = dimension;
        this.order = order;
        this.known = truncates(known);
        this.added = truncates(added);
    }

    private static List<SnapshotMark> truncates(List<SnapshotMark> marks) {
        return marks.stream()
                .filter(mark -> mark.kind() == SnapshotMark.Kind.TRUNCATE)
                .toList();
    }

    /**
     * Returns the statements that hold; the given list when no truncate stands at the place of one.
     *
     * @param said those of them that are new; only they can be in conflict with a known truncate
     */
    List<Evidence> settle(List<Evidence> statements, List<Evidence> said, List<Rejection> losers) {
        List<Evidence> settled = statements;
        for (SnapshotMark truncate : added) {
            settled = settle(truncate, settled, statements, losers);
        }
        for (SnapshotMark truncate : known) {
            settled = settle(truncate, settled, said, losers);
        }
        return settled;
    }

    private List<Evidence> settle(
            SnapshotMark truncate, List<Evidence> statements, List<Evidence> fresh, List<Rejection> losers) {
        for (Evidence statement : fresh) {
            if (statement.kind().group() != Evidence.Group.BASE
                    || statement.validFrom() != truncate.at()
                    || !statement.sequence().equals(truncate.sequence())) {
                continue;
            }
            Evidence delete = delete(statement, truncate);
            boolean same = statement.saysSameAs(delete);
            if (!same && dimension.conflictPolicy() == ConflictPolicy.FAIL) {
                throw new InvalidChangeException(
                        Reason.CONFLICT,
                        "A truncate of dimension " + dimension + " and a change have the same place and sequence "
                                + truncate.sequence() + ", and conflicts fail the batch. Give one of them a greater"
                                + " sequence, or let conflicts go to quarantine.");
            }
            boolean holds = same ? statement.systemTime() < truncate.systemTime() : order.wins(statement, delete);
            if (!same) {
                losers.add(Rejections.of(dimension, holds ? delete : statement));
            }
            if (!holds) {
                List<Evidence> rest = new ArrayList<>(statements);
                rest.remove(statement);
                return rest;
            }
        }
        return statements;
    }

    private Evidence delete(Evidence statement, SnapshotMark truncate) {
        return new Evidence(
                statement.key(),
                Evidence.Kind.DELETE,
                null,
                truncate.at(),
                Interval.OPEN,
                truncate.sequence(),
                Row.ofUnsaid(dimension.attributes().size()),
                truncate.systemTime(),
                null);
    }
}
