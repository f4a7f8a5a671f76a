package dev.scd2.engine.merge;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rule 3, spans as the base below corrections: where spans overlap, the one of the greatest rank wins and speaks for
 * everything; where none covers an instant, the entity does not exist. Confined to one thread; asked forward in time.
 */
final class SpanLaw implements CorrectedLaw.Base {
    private final List<Evidence> byStart;
    private final Dimension dimension;
    private final TreeSet<Evidence> inForce;
    private final PriorityQueue<Evidence> byEnd;
    private int next;
    private @Nullable Evidence winner;

    /** Takes counting spans, ordered by start. */
    SpanLaw(List<Evidence> byStart, Comparator<Evidence> rank, Dimension dimension) {
        this.byStart = byStart;
        this.dimension = dimension;
        this.inForce = new TreeSet<>(rank);
        this.byEnd = new PriorityQueue<>(Comparator.comparingLong(Evidence::validTo));
    }

    @Override
    public void boundaries(LongConsumer visitor) {
        for (Evidence span : byStart) {
            visitor.accept(span.validFrom());
            if (span.validTo() != Interval.OPEN) {
                visitor.accept(span.validTo());
            }
        }
    }

    @Override
    public void moveTo(long t) {
        while (next < byStart.size() && byStart.get(next).validFrom() <= t) {
            inForce.add(byStart.get(next));
            byEnd.add(byStart.get(next++));
        }
        while (!byEnd.isEmpty() && byEnd.element().validTo() <= t) {
            inForce.remove(byEnd.remove());
        }
        winner = inForce.isEmpty() ? null : said(inForce.last());
    }

    /** What the winner leaves unsaid is null. */
    private Evidence said(Evidence span) {
        if (span.row().isComplete()) {
            return span;
        }
        Object[] cells = span.row().toArray();
        for (int i = 0; i < dimension.attributes().size(); i++) {
            if (!span.row().isSaid(i)) {
                cells[i] = null;
            }
        }
        return span.withRow(Row.of(cells));
    }

    @Override
    public @Nullable Evidence decides(int cell, @Nullable Evidence correction) {
        boolean hidden = winner != null
                && correction != null
                && (winner.validFrom() < correction.validFrom()
                        || winner.sequence().compareTo(correction.sequence()) <= 0);
        return hidden ? null : winner;
    }
}
