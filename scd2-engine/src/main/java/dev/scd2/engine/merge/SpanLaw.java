package dev.scd2.engine.merge;

import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The law for spans: of one id only the statement with the greatest sequence counts; where spans overlap, the greater
 * sequence wins; where none covers an instant, the entity does not exist.
 *
 * <p>Equal sequences: the greater start, then the smaller end (open last), then the greater id. Confined to one thread.
 */
final class SpanLaw {
    private static final Comparator<Evidence> BY_RANK = Comparator.comparing(Evidence::sequence)
            .thenComparingLong(Evidence::validFrom)
            .thenComparing(Comparator.comparingLong(Evidence::validTo).reversed())
            .thenComparing(span -> Objects.requireNonNull(span.spanId()));

    /** The order in which fixed and overwrite columns listen: by start and sequence, ties as by rank. */
    private static final Comparator<Evidence> BY_START =
            Comparator.comparingLong(Evidence::validFrom).thenComparing(BY_RANK);

    private final Dimension dimension;
    private final SaidValues values;

    SpanLaw(Dimension dimension) {
        this.dimension = dimension;
        this.values = new SaidValues(dimension);
    }

    Timeline timeline(List<Evidence> ordered) {
        List<Evidence> counting = counting(ordered);
        counting.stream().sorted(BY_START).forEach(span -> values.note(span.row()));
        TreeMap<Long, List<Evidence>> boundaries = new TreeMap<>();
        for (Evidence span : counting) {
            boundaries
                    .computeIfAbsent(span.validFrom(), at -> new ArrayList<>())
                    .add(span);
            if (span.validTo() != Interval.OPEN) {
                boundaries
                        .computeIfAbsent(span.validTo(), at -> new ArrayList<>())
                        .add(span);
            }
        }
        TreeSet<Evidence> inForce = new TreeSet<>(BY_RANK);
        List<Version> versions = new ArrayList<>();
        for (Map.Entry<Long, List<Evidence>> boundary : boundaries.entrySet()) {
            long at = boundary.getKey();
            for (Evidence span : boundary.getValue()) {
                if (span.validFrom() == at) {
                    inForce.add(span);
                } else {
                    inForce.remove(span);
                }
            }
            Long next = boundaries.higherKey(at);
            Interval interval = new Interval(at, next == null ? Interval.OPEN : next);
            if (!inForce.isEmpty()) {
                versions.add(Version.of(interval, row(inForce.last())));
            } else if (dimension.deletePolicy() == DeletePolicy.MARK && !versions.isEmpty()) {
                versions.add(
                        new Version(interval, Row.ofNulls(dimension.attributes().size()), true));
            }
        }
        return Timeline.of(versions);
    }

    private static List<Evidence> counting(List<Evidence> ordered) {
        Map<String, Evidence> latest = new HashMap<>();
        for (Evidence statement : ordered) {
            latest.merge(
                    Objects.requireNonNull(statement.spanId()),
                    statement,
                    (a, b) -> a.sequence().compareTo(b.sequence()) >= 0 ? a : b);
        }
        return ordered.stream()
                .filter(statement -> statement.equals(latest.get(statement.spanId())))
                .filter(statement -> statement.kind() == Evidence.Kind.SPAN)
                .toList();
    }

    private Row row(Evidence winner) {
        @Nullable Object[] cells = new Object[winner.row().width()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = winner.row().isSaid(i) ? winner.row().value(i) : null;
        }
        return values.complete(cells);
    }
}
