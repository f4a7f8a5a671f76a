package dev.scd2.engine.merge;

import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds new statements about one key to the known ones: a replay is nothing, a conflict has one winner.
 *
 * <p>Whatever the order in which statements came, the same ones are kept and the same ones lose. Takes linear time. Confined to one thread.
 */
final class EvidenceMerge {
    private final Dimension dimension;
    private final ConflictOrder order;
    private final List<Evidence> kept;
    private final List<Evidence> added;
    private final List<Evidence> superseded = new ArrayList<>(0);
    private final List<Rejection> losers = new ArrayList<>(0);
    private long accepted;
    private long replayed;

    private EvidenceMerge(Dimension dimension, ConflictOrder order, int known, int said) {
        this.dimension = dimension;
        this.order = order;
        this.kept = new ArrayList<>(known + said);
        this.added = new ArrayList<>(said);
    }

    /**
     * Merges.
     *
     * @param known one statement a place, by place
     * @param said new ones by place, at one place in order of arrival
     * @throws InvalidChangeException if there is a conflict and the dimension declares that this fails the batch
     */
    static EvidenceMerge of(Dimension dimension, ConflictOrder order, List<Evidence> known, List<Evidence> said) {
        EvidenceMerge merge = new EvidenceMerge(dimension, order, known.size(), said.size());
        merge.merge(known, said);
        return merge;
    }

    /** Returns the statements by place; the given list when it is in order. Equal places keep their order. */
    static List<Evidence> ordered(List<Evidence> statements) {
        for (int i = 1; i < statements.size(); i++) {
            if (Places.ORDER.compare(statements.get(i - 1), statements.get(i)) > 0) {
                List<Evidence> sorted = new ArrayList<>(statements);
                sorted.sort(Places.ORDER);
                return sorted;
            }
        }
        return statements;
    }

    private void merge(List<Evidence> known, List<Evidence> said) {
        int next = 0;
        int i = 0;
        while (i < said.size()) {
            Evidence statement = said.get(i);
            int order = next < known.size() ? Places.ORDER.compare(known.get(next), statement) : 1;
            if (order < 0) {
                kept.add(known.get(next++));
                continue;
            }
            int end = i + 1;
            while (end < said.size() && Places.ORDER.compare(said.get(end), statement) == 0) {
                end++;
            }
            settle(order == 0 ? known.get(next++) : null, said, i, end);
            i = end;
        }
        kept.addAll(known.subList(next, known.size()));
    }

    /** Settles a place that {@code said} claims from {@code first} up to {@code end}, exclusive. */
    private void settle(@Nullable Evidence remembered, List<Evidence> said, int first, int end) {
        Evidence holder = remembered;
        for (int i = first; i < end; i++) {
            Evidence claim = said.get(i);
            if (holder == null) {
                holder = claim;
                accepted++;
            } else if (holder.saysSameAs(claim)) {
                replayed++;
                holder = both(holder, claim);
            } else {
                refuse(claim);
                accepted++;
                boolean wins = order.wins(claim, holder);
                losers.add(Rejections.of(dimension, wins ? holder : claim));
                holder = wins ? claim : holder;
            }
        }
        if (holder != null) {
            kept.add(holder);
            if (!holder.equals(remembered)) {
                added.add(holder);
                if (remembered != null) {
                    superseded.add(remembered);
                }
            }
        }
    }

    /** Of equal changes the earliest recorded time holds; of those erased, what does not depend on arrival. */
    private static Evidence both(Evidence holder, Evidence claim) {
        Row row = Erased.join(holder.row(), claim.row());
        long time = Math.min(holder.systemTime(), claim.systemTime());
        Evidence sooner = holder.systemTime() == time ? holder : holder.withSystemTime(time);
        return row.equals(sooner.row()) ? sooner : sooner.withRow(row);
    }

    private void refuse(Evidence claim) {
        if (dimension.conflictPolicy() == ConflictPolicy.FAIL) {
            throw new InvalidChangeException(
                    Reason.CONFLICT,
                    "Two changes of dimension " + dimension + " have the same key, place and sequence "
                            + claim.sequence() + " and different content, and conflicts fail the batch. Give one of"
                            + " them a greater sequence, or let conflicts go to quarantine.");
        }
    }

    /** Returns all statements that count, in the order of {@link Places}. */
    List<Evidence> kept() {
        return kept;
    }

    /** Returns the new statements among them. */
    List<Evidence> added() {
        return added;
    }

    /** Returns the known statements that are not among them. */
    List<Evidence> superseded() {
        return superseded;
    }

    /** Returns the losers of conflicts, known or new. */
    List<Rejection> losers() {
        return losers;
    }

    /** Returns how many statements were not known, losers included. */
    long accepted() {
        return accepted;
    }

    /** Returns how many statements were known already. */
    long replayed() {
        return replayed;
    }
}
