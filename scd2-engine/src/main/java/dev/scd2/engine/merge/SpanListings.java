package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one row by which a listing of periods is remembered. A period without evidence of its own at the listing's sequence
 * was listed as it had been stated last below it, if that meets the scope and is no void; a missing one is remembered as
 * {@link Evidence.Kind#UNLISTED}. What is missing is void, unless it has a statement at that very sequence. Stateless.
 */
final class SpanListings {
    private final Dimension dimension;
    private final NavigableMap<Sequence, List<SnapshotMark>> marks = new TreeMap<>();

    /** Takes listings of periods. */
    SpanListings(Dimension dimension, List<SnapshotMark> listings) {
        this.dimension = dimension;
        for (SnapshotMark mark : listings) {
            marks.computeIfAbsent(mark.sequence(), sequence -> new ArrayList<>(1))
                    .add(mark);
        }
    }

    /** Returns the statements that stored rows stand for, by place; what is implied is not among them. */
    List<Evidence> expand(List<Evidence> rows) {
        List<Evidence> all = new ArrayList<>();
        Map<String, Set<Sequence>> missing = new TreeMap<>();
        for (Evidence row : rows) {
            if (row.kind() == Evidence.Kind.UNLISTED) {
                missing.computeIfAbsent(id(row), id -> new HashSet<>()).add(row.sequence());
            }
        }
        periods(rows, all).forEach((id, period) -> {
            Set<Sequence> unlisted = missing.getOrDefault(id, Set.of());
            List<Evidence> said = new ArrayList<>(period.values());
            walk(period, told -> {
                if (unlisted.contains(told.mark.sequence())) {
                    return told.voided();
                }
                said.add(told.listed());
                return told.listed();
            });
            all.addAll(said);
        });
        all.sort(Places.ORDER);
        return all;
    }

    /** Returns the statements with the voids that the listings imply, by place. */
    List<Evidence> imply(List<Evidence> statements) {
        List<Evidence> all = new ArrayList<>();
        for (NavigableMap<Sequence, Evidence> period : periods(statements, all).values()) {
            walk(period, Told::voided);
            all.addAll(period.values());
        }
        all.sort(Places.ORDER);
        return all;
    }

    /** Returns the rows by which these statements, without what is implied, are remembered, by place. */
    List<Evidence> compress(List<Evidence> statements) {
        List<Evidence> rows = new ArrayList<>();
        for (NavigableMap<Sequence, Evidence> period : periods(statements, rows).values()) {
            NavigableMap<Sequence, Evidence> said = new TreeMap<>(period);
            walk(period, told -> {
                rows.add(told.unlisted());
                return told.voided();
            });
            for (Evidence statement : said.values()) {
                Told told = told(period, statement.sequence());
                if (told == null || !told.isSaidBy(statement)) {
                    rows.add(statement);
                }
            }
        }
        rows.sort(Places.ORDER);
        return rows;
    }

    /** What a listing does to a period that has no statement at its sequence. */
    private interface Reader {
        Evidence read(Told told);
    }

    /** Puts what the listings, in order, say of a period into it. */
    private void walk(NavigableMap<Sequence, Evidence> period, Reader reader) {
        for (Sequence sequence : marks.keySet()) {
            Told told = period.containsKey(sequence) ? null : told(period, sequence);
            if (told != null) {
                period.put(sequence, reader.read(told));
            }
        }
    }

    /** Returns what was stated last below a listing, if it was in its scope and no void. */
    private @Nullable Told told(NavigableMap<Sequence, Evidence> period, Sequence sequence) {
        Map.Entry<Sequence, Evidence> below = period.lowerEntry(sequence);
        if (below == null || below.getValue().kind() != Evidence.Kind.SPAN) {
            return null;
        }
        Evidence last = below.getValue();
        for (SnapshotMark mark : marks.getOrDefault(sequence, List.of())) {
            if (Scope.isMet(dimension, last.key(), last.row(), mark)) {
                return new Told(last, mark);
            }
        }
        return null;
    }

    private static Map<String, NavigableMap<Sequence, Evidence>> periods(
            List<Evidence> statements, List<Evidence> others) {
        Map<String, NavigableMap<Sequence, Evidence>> periods = new TreeMap<>();
        for (Evidence statement : statements) {
            if (statement.kind().group() == Evidence.Group.SPAN) {
                periods.computeIfAbsent(id(statement), id -> new TreeMap<>()).put(statement.sequence(), statement);
            } else if (statement.kind() != Evidence.Kind.UNLISTED) {
                others.add(statement);
            }
        }
        return periods;
    }

    private static String id(Evidence statement) {
        return Objects.requireNonNull(statement.spanId(), "A span has no id.");
    }

    /** A listing and what had been stated last before it about a period in its scope. */
    private record Told(Evidence last, SnapshotMark mark) {
        /** As it was, if it was listed. */
        Evidence listed() {
            return statement(Evidence.Kind.SPAN, last.validFrom(), last.validTo(), last.row());
        }

        /** As it was, if it was missing. */
        Evidence voided() {
            return statement(
                    Evidence.Kind.VOID,
                    0,
                    Interval.OPEN,
                    Row.ofUnsaid(last.row().width()));
        }

        /** The row that tells that it was missing. */
        Evidence unlisted() {
            return statement(
                    Evidence.Kind.UNLISTED,
                    mark.at(),
                    Interval.OPEN,
                    Row.ofUnsaid(last.row().width()));
        }

        /** A value that was erased is not what null is, though both read as null. */
        boolean isSaidBy(Evidence statement) {
            Evidence listed = listed();
            return statement.saysSameAs(listed)
                    && statement.systemTime() == listed.systemTime()
                    && statement.row().equals(listed.row());
        }

        private Evidence statement(Evidence.Kind kind, long validFrom, long validTo, Row row) {
            return new Evidence(
                    last.key(), kind, last.spanId(), validFrom, validTo, mark.sequence(), row, mark.systemTime(), null);
        }
    }
}
