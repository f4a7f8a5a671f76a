package dev.scd2.tck.oracle;

import dev.scd2.change.Batch;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates the law at every instant, in the most naive way.
 *
 * <p>For each key it takes all changes ever accepted, throws out replays, settles conflicts, and then asks at every
 * instant where anything begins or ends, for existence and for each column by itself, which change decides, by a loop
 * over all of them. Neighbours that are equal are glued. Nothing here is clever, and nothing should become so.
 *
 * <p>Takes time quadratic in the changes of a key. Immutable.
 */
public final class Oracle {
    private final Dimension dimension;

    private Oracle(Dimension dimension) {
        this.dimension = dimension;
    }

    /** Returns the oracle of {@code dimension}. */
    public static Oracle of(Dimension dimension) {
        return new Oracle(dimension);
    }

    /**
     * Returns what a store must hold after these batches; their order, cuts and repetitions decide nothing.
     *
     * <p>Changes that cannot be (a null key, a wrong type, no time) are left out without a word.
     */
    public Belief believe(Iterable<Batch> batches) {
        Reading reading = Reading.of(dimension, batches);
        SortedMap<Key, List<Version>> timelines = new TreeMap<>();
        Set<Evidence> evidence = new LinkedHashSet<>();
        Set<Evidence> conflicts = new LinkedHashSet<>();
        for (Evidence statement : reading.statements()) {
            (holdsItsPlace(statement, reading.statements()) ? evidence : conflicts).add(statement);
        }
        for (Key key : keysOf(evidence)) {
            List<Evidence> all = new ArrayList<>();
            evidence.stream().filter(s -> s.key().equals(key)).forEach(all::add);
            all.addAll(impliedDeletes(key, all, reading.marks()));
            List<Version> versions = dimension.feed() == Feed.SPANS
                    ? timeline(counting(all), this::spanAt)
                    : timeline(all, this::baseAt);
            if (!versions.isEmpty()) {
                timelines.put(key, versions);
            }
        }
        return new Belief(timelines, evidence, conflicts, reading.marks());
    }

    private static Set<Key> keysOf(Set<Evidence> statements) {
        Set<Key> keys = new TreeSet<>();
        statements.forEach(statement -> keys.add(statement.key()));
        return keys;
    }

    // --- rule 4: one place, one change

    private boolean holdsItsPlace(Evidence statement, List<Evidence> all) {
        for (Evidence other : all) {
            boolean rival = !other.equals(statement) && Conflicts.samePlace(statement, other);
            if (rival && !Conflicts.holds(dimension, statement, other)) {
                return false;
            }
        }
        return true;
    }

    // --- snapshots: a delete of every key that says nothing for itself at that place

    private List<Evidence> impliedDeletes(Key key, List<Evidence> own, Set<SnapshotMark> marks) {
        Row nothing = Row.ofUnsaid(dimension.attributes().size());
        List<Evidence> implied = new ArrayList<>();
        for (SnapshotMark mark : marks) {
            Evidence delete = new Evidence(
                    key, Evidence.Kind.DELETE, null, mark.at(), Interval.OPEN, mark.sequence(), nothing, null);
            if (own.stream().noneMatch(statement -> Conflicts.samePlace(statement, delete))) {
                implied.add(delete);
            }
        }
        return implied;
    }

    // --- rule 1: the base

    /** The entity at {@code t}: for existence and for each column the last change that speaks decides. */
    private State baseAt(long t, List<Evidence> statements) {
        Evidence onExistence = null;
        for (Evidence statement : statements) {
            if (statement.validFrom() <= t && (onExistence == null || isLater(statement, onExistence))) {
                onExistence = statement;
            }
        }
        boolean exists = onExistence != null && onExistence.kind() == Evidence.Kind.VALUES;
        Object[] cells = new Object[dimension.attributes().size()];
        for (int column = 0; column < cells.length; column++) {
            Evidence onColumn = null;
            for (Evidence statement : statements) {
                boolean speaks = statement.kind() == Evidence.Kind.DELETE
                        || statement.row().isSaid(column);
                if (speaks && statement.validFrom() <= t && (onColumn == null || isLater(statement, onColumn))) {
                    onColumn = statement;
                }
            }
            boolean says = onColumn != null && onColumn.kind() == Evidence.Kind.VALUES;
            cells[column] = says ? onColumn.row().value(column) : null;
        }
        return new State(exists, cells);
    }

    /** By validFrom, then by sequence; then, which only spans need, the smaller validTo, then the greater id. */
    private static boolean isLater(Evidence a, Evidence b) {
        if (a.validFrom() != b.validFrom()) {
            return a.validFrom() > b.validFrom();
        }
        int bySequence = a.sequence().compareTo(b.sequence());
        return bySequence != 0 ? bySequence > 0 : winsByPeriodAndId(a, b);
    }

    // --- rules 3 and 5: spans

    /** Of one id only the statement with the greatest sequence counts, and a void counts as nothing. */
    private static List<Evidence> counting(List<Evidence> statements) {
        List<Evidence> counting = new ArrayList<>();
        for (Evidence statement : statements) {
            boolean superseded = false;
            for (Evidence other : statements) {
                boolean sameId = String.valueOf(other.spanId()).equals(String.valueOf(statement.spanId()));
                superseded |= sameId && other.sequence().compareTo(statement.sequence()) > 0;
            }
            if (!superseded && statement.kind() == Evidence.Kind.SPAN) {
                counting.add(statement);
            }
        }
        return counting;
    }

    /** The entity at {@code t}: the span with the greatest sequence that covers it speaks for everything. */
    private State spanAt(long t, List<Evidence> counting) {
        Evidence winner = null;
        for (Evidence span : counting) {
            boolean covers = span.validFrom() <= t && t < span.validTo();
            if (covers && (winner == null || outranks(span, winner))) {
                winner = span;
            }
        }
        Object[] cells = new Object[dimension.attributes().size()];
        for (int column = 0; column < cells.length; column++) {
            cells[column] =
                    winner != null && winner.row().isSaid(column) ? winner.row().value(column) : null;
        }
        return new State(winner != null, cells);
    }

    private static boolean outranks(Evidence a, Evidence b) {
        int bySequence = a.sequence().compareTo(b.sequence());
        if (bySequence != 0) {
            return bySequence > 0;
        }
        return a.validFrom() != b.validFrom() ? a.validFrom() > b.validFrom() : winsByPeriodAndId(a, b);
    }

    private static boolean winsByPeriodAndId(Evidence a, Evidence b) {
        if (a.validTo() != b.validTo()) {
            return a.validTo() < b.validTo();
        }
        return String.valueOf(a.spanId()).compareTo(String.valueOf(b.spanId())) > 0;
    }

    // --- fixed and overwrite columns: the first and the last value said, in any life of the key

    private Object[] unversioned(List<Evidence> statements) {
        List<Column> columns = dimension.attributes();
        Object[] cells = new Object[columns.size()];
        for (int column = 0; column < cells.length; column++) {
            boolean wantsFirst = columns.get(column).policy() == AttributePolicy.FIXED;
            Evidence decides = null;
            for (Evidence statement : statements) {
                if (!statement.row().isSaid(column)) {
                    continue;
                }
                if (decides == null || isLater(statement, decides) != wantsFirst) {
                    decides = statement;
                }
            }
            cells[column] = decides == null ? null : decides.row().value(column);
        }
        return cells;
    }

    // --- from instants to versions

    private interface At {
        State at(long t, List<Evidence> statements);
    }

    private record State(boolean exists, Object[] cells) {}

    private List<Version> timeline(List<Evidence> statements, At law) {
        Object[] unversioned = unversioned(statements);
        List<Long> boundaries = boundaries(statements);
        List<Version> glued = new ArrayList<>();
        for (int i = 0; i < boundaries.size(); i++) {
            long from = boundaries.get(i);
            long to = i + 1 < boundaries.size() ? boundaries.get(i + 1) : Interval.OPEN;
            State state = law.at(from, statements);
            if (state.exists()) {
                glue(glued, new Version(new Interval(from, to), row(state, unversioned), false));
            } else if (dimension.deletePolicy() == DeletePolicy.MARK && !glued.isEmpty()) {
                glue(glued, new Version(new Interval(from, to), Row.ofNulls(unversioned.length), true));
            }
        }
        return glued;
    }

    private static List<Long> boundaries(List<Evidence> statements) {
        Set<Long> instants = new TreeSet<>();
        for (Evidence statement : statements) {
            instants.add(statement.validFrom());
            if (statement.validTo() != Interval.OPEN) {
                instants.add(statement.validTo());
            }
        }
        return List.copyOf(instants);
    }

    private Row row(State state, Object[] unversioned) {
        Object[] cells = state.cells().clone();
        for (int column = 0; column < cells.length; column++) {
            if (dimension.attributes().get(column).policy() != AttributePolicy.TRACK) {
                cells[column] = unversioned[column];
            }
        }
        return Row.of(cells);
    }

    private static void glue(List<Version> versions, Version next) {
        Version last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
        boolean touches =
                last != null && last.interval().endMicros() == next.interval().startMicros();
        if (last != null
                && touches
                && last.deleted() == next.deleted()
                && last.row().equals(next.row())) {
            Interval both =
                    new Interval(last.interval().startMicros(), next.interval().endMicros());
            versions.set(versions.size() - 1, new Version(both, last.row(), last.deleted()));
        } else {
            versions.add(next);
        }
    }
}
