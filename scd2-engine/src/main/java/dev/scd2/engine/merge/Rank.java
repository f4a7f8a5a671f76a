package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.Evidence;
import java.util.Comparator;
import java.util.Objects;

/**
 * Which of several corrections, or of several spans, that cover an instant decides: the greatest here.
 *
 * <p>By the sequence (spans by the declared order before it); of equal ones by the greater start, then the smaller end
 * (open last), then an absence, for spans the id, then the content. Stateless.
 */
final class Rank {
    private Rank() {}

    static Comparator<Evidence> ofCorrections(ConflictOrder order) {
        return bySequenceAndPeriod().thenComparing(Evidence::isAbsence).thenComparing(order::compareContent);
    }

    /** The rank of spans without the declared order, by which fixed and overwrite columns are shown. */
    static Comparator<Evidence> ofSpansAsSaid(ConflictOrder order) {
        return bySequenceAndPeriod()
                .thenComparing(span -> Objects.requireNonNull(span.spanId()))
                .thenComparing(order::compareContent);
    }

    static Comparator<Evidence> ofSpans(Dimension dimension, ConflictOrder order) {
        Comparator<Evidence> rank = ofSpansAsSaid(order);
        Comparator<Evidence> declared = null;
        for (String column : dimension.overlapOrder()) {
            int cell = dimension.attributeIndex(column).orElseThrow();
            Comparator<Evidence> byValue = (a, b) ->
                    ConflictOrder.compareValues(ConflictOrder.value(a.row(), cell), ConflictOrder.value(b.row(), cell));
            declared = declared == null ? byValue : declared.thenComparing(byValue);
        }
        return declared == null ? rank : declared.thenComparing(rank);
    }

    private static Comparator<Evidence> bySequenceAndPeriod() {
        return Comparator.comparing(Evidence::sequence)
                .thenComparingLong(Evidence::validFrom)
                .thenComparing(Comparator.comparingLong(Evidence::validTo).reversed());
    }
}
