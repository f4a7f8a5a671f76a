package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Statements that lost a conflict before compete again: with their personal columns erased they may say the same as those
 * that hold. Immutable.
 */
final class Rematch {
    private final Dimension dimension;
    private final ConflictOrder order;

    Rematch(Dimension dimension, ConflictOrder order) {
        this.dimension = dimension;
        this.order = order;
    }

    /**
     * Returns the statements that hold, in the order of {@link Places}.
     *
     * @param merged those that hold until now, in that order
     * @param lost those that lost, as they are read now
     * @param losers where those that lose are added; one of {@code lost} that loses again lies in quarantine already
     */
    List<Evidence> of(List<Evidence> merged, List<Evidence> lost, List<Rejection> losers) {
        EvidenceMerge again = EvidenceMerge.of(dimension, order, merged, EvidenceMerge.ordered(lost));
        Set<String> known = new HashSet<>();
        lost.forEach(statement -> known.add(Rejections.content(dimension, statement)));
        again.losers().stream()
                .filter(loser -> !known.contains(Rejections.content(loser)))
                .forEach(losers::add);
        return again.kept();
    }
}
