package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one row by which a listing of periods is remembered. A period without evidence of its own at the listing's sequence
 * was listed as it had been stated last below it, if it meets the scope and was not void; a missing one is remembered as
 * void. Stateless.
 */
final class SpanListings {
    private final Dimension dimension;
    private final List<SnapshotMark> marks;

    /** Takes listings of periods. */
    SpanListings(Dimension dimension, List<SnapshotMark> marks) {
        this.dimension = dimension;
        this.marks = marks.stream()
                .sorted(Comparator.comparing(SnapshotMark::sequence))
                .toList();
    }

    /** Returns the statements that stored rows stand for, by place. */
    List<Evidence> expand(List<Evidence> rows) {
        return walk(rows, (period, mark) -> {
            Evidence last = stated(period, mark);
            return last == null ? null : listed(last, mark);
        });
    }

    /** Returns the statements with the voids that the listings imply, by place. */
    List<Evidence> imply(List<Evidence> statements) {
        return walk(statements, (period, mark) -> {
            Evidence last = stated(period, mark);
            return last == null ? null : voided(last, mark);
        });
    }

    private List<Evidence> walk(List<Evidence> statements, Reading reading) {
        List<Evidence> all = new ArrayList<>();
        for (NavigableMap<Sequence, Evidence> period : periods(statements, all).values()) {
            for (SnapshotMark mark : marks) {
                if (!period.containsKey(mark.sequence())) {
                    Evidence told = reading.of(period, mark);
                    if (told != null) {
                        period.put(mark.sequence(), told);
                    }
                }
            }
            all.addAll(period.values());
        }
        all.sort(Places.ORDER);
        return all;
    }

    /** Returns the rows by which these statements are remembered, by place. */
    List<Evidence> compress(List<Evidence> statements) {
        List<Evidence> rows = new ArrayList<>();
        for (NavigableMap<Sequence, Evidence> period : periods(statements, rows).values()) {
            for (Evidence said : period.values()) {
                boolean told = false;
                for (SnapshotMark mark : marks) {
                    Evidence last = mark.sequence().equals(said.sequence()) ? stated(period, mark) : null;
                    told |= last != null && isTold(said, listed(last, mark));
                }
                if (!told) {
                    rows.add(said);
                }
            }
        }
        rows.sort(Places.ORDER);
        return rows;
    }

    private static boolean isTold(Evidence said, Evidence told) {
        return said.saysSameAs(told) && said.systemTime() == told.systemTime() && !Erased.isIn(said.row());
    }

    private static Map<String, NavigableMap<Sequence, Evidence>> periods(
            List<Evidence> statements, List<Evidence> others) {
        Map<String, NavigableMap<Sequence, Evidence>> periods = new TreeMap<>();
        for (Evidence statement : statements) {
            if (statement.kind().group() == Evidence.Group.SPAN) {
                periods.computeIfAbsent(Objects.requireNonNull(statement.spanId()), id -> new TreeMap<>())
                        .put(statement.sequence(), statement);
            } else {
                others.add(statement);
            }
        }
        return periods;
    }

    /** Returns the last statement below the listing, if it was in its scope and not void. */
    private @Nullable Evidence stated(NavigableMap<Sequence, Evidence> period, SnapshotMark mark) {
        Map.Entry<Sequence, Evidence> below = period.lowerEntry(mark.sequence());
        if (below == null || below.getValue().kind() != Evidence.Kind.SPAN) {
            return null;
        }
        Evidence last = below.getValue();
        return Scope.isMet(dimension, last.key(), last.row(), mark) ? last : null;
    }

    private static Evidence listed(Evidence last, SnapshotMark mark) {
        return new Evidence(
                last.key(),
                Evidence.Kind.SPAN,
                last.spanId(),
                last.validFrom(),
                last.validTo(),
                mark.sequence(),
                last.row(),
                mark.systemTime(),
                null);
    }

    private static Evidence voided(Evidence last, SnapshotMark mark) {
        Row nothing = Row.ofUnsaid(last.row().width());
        return new Evidence(
                last.key(),
                Evidence.Kind.VOID,
                last.spanId(),
                0,
                Interval.OPEN,
                mark.sequence(),
                nothing,
                mark.systemTime(),
                null);
    }

    private interface Reading {
        @Nullable
        Evidence of(NavigableMap<Sequence, Evidence> period, SnapshotMark mark);
    }
}
