package dev.scd2.tck.oracle;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates the law at every instant, in the most naive way.
 *
 * <p>For each key it takes all changes ever accepted, reads those below an erasure with their personal columns null, throws
 * out replays, settles conflicts, adds what listings and truncates imply, and then asks at every instant where anything
 * begins or ends, for existence and for each column by itself, which statement decides. Neighbours that are equal are
 * glued. With the system time of the source it does so for every time at which anything was recorded. Nothing here is
 * clever, and nothing should become so.
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
        SortedMap<Key, List<Rectangle>> rectangles = new TreeMap<>();
        Set<Evidence> conflicts = new HashSet<>();
        for (Key key : reading.keys()) {
            List<Evidence> claims = distinct(erased(reading.statementsOf(key)));
            List<Evidence> rivals = new ArrayList<>(claims);
            reading.marks().stream()
                    .filter(mark -> mark.kind() == SnapshotMark.Kind.TRUNCATE)
                    .forEach(mark -> rivals.add(Reading.delete(dimension, key, mark)));
            List<Evidence> winners = Conflicts.winners(dimension, rivals);
            List<Evidence> own = claims.stream().filter(winners::contains).toList();
            rivals.stream()
                    .filter(rival -> !winners.contains(rival))
                    .map(Oracle::bare)
                    .forEach(conflicts::add);
            List<Version> versions = timeline(key, own, reading.marks());
            if (!versions.isEmpty()) {
                timelines.put(key, versions);
            }
            List<Rectangle> beliefs =
                    dimension.systemTime() == SystemTime.SOURCE ? beliefs(key, own, reading.marks()) : List.of();
            if (!beliefs.isEmpty()) {
                rectangles.put(key, beliefs);
            }
        }
        return new Belief(timelines, rectangles, conflicts, Set.copyOf(reading.marks()));
    }

    /** Returns what a single change says, as {@link Belief#conflicts} shows it; nothing if it cannot be. */
    public Optional<Evidence> read(Change change) {
        Reading reading = Reading.of(dimension, List.of(Batch.of(change)));
        return reading.keys().stream()
                .flatMap(key -> reading.statementsOf(key).stream())
                .map(Oracle::bare)
                .findFirst();
    }

    private List<Evidence> erased(List<Evidence> all) {
        Erasures erasures = new Erasures(dimension);
        return all.stream().map(statement -> erasures.read(statement, all)).toList();
    }

    /** Of changes that say the same one is left, with the earliest time at which one was recorded. */
    private static List<Evidence> distinct(List<Evidence> statements) {
        List<Evidence> distinct = new ArrayList<>();
        for (Evidence statement : statements) {
            Evidence stands = statement;
            for (Evidence other : statements) {
                if (statement.isAtPlaceOf(other) && statement.saysSameAs(other)) {
                    long recorded = Math.min(stands.systemTime(), other.systemTime());
                    stands = stands.withRow(Erasures.join(stands.row(), other.row()))
                            .withSystemTime(recorded);
                }
            }
            if (!distinct.contains(stands)) {
                distinct.add(stands);
            }
        }
        return distinct;
    }

    /** Without what is not compared. */
    private static Evidence bare(Evidence e) {
        Object[] cells = e.row().toArray();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = e.row().isSaid(i) ? e.row().value(i) : cells[i];
        }
        return new Evidence(
                e.key(), e.kind(), e.spanId(), e.validFrom(), e.validTo(), e.sequence(), Row.of(cells), null);
    }

    // --- from instants to versions

    private List<Version> timeline(Key key, List<Evidence> own, Collection<SnapshotMark> marks) {
        List<Evidence> all = new Implied(dimension, marks).with(key, own);
        AtInstant law = new AtInstant(dimension, all);
        List<Long> boundaries = boundaries(all);
        List<Version> glued = new ArrayList<>();
        for (int i = 0; i < boundaries.size(); i++) {
            long from = boundaries.get(i);
            long to = i + 1 < boundaries.size() ? boundaries.get(i + 1) : Interval.OPEN;
            Row row = law.at(from);
            if (row != null) {
                glue(glued, new Version(new Interval(from, to), row, false));
            } else if (dimension.deletePolicy() == DeletePolicy.MARK && !glued.isEmpty()) {
                Row nothing = Row.ofNulls(dimension.attributes().size());
                glue(glued, new Version(new Interval(from, to), nothing, true));
            }
        }
        return glued;
    }

    private static List<Long> boundaries(List<Evidence> statements) {
        Set<Long> instants = new TreeSet<>();
        for (Evidence statement : statements) {
            if (statement.kind() == Kind.VOID || statement.kind() == Kind.ERASURE) {
                continue;
            }
            instants.add(statement.validFrom());
            if (statement.validTo() != Interval.OPEN) {
                instants.add(statement.validTo());
            }
        }
        return List.copyOf(instants);
    }

    private static void glue(List<Version> versions, Version next) {
        Version last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
        boolean touches =
                last != null && last.interval().endMicros() == next.interval().startMicros();
        if (last != null && touches && last.saysSameAs(next)) {
            Interval both =
                    new Interval(last.interval().startMicros(), next.interval().endMicros());
            versions.set(versions.size() - 1, last.over(both));
        } else {
            versions.add(next);
        }
    }

    // --- from recorded times to rectangles

    private List<Rectangle> beliefs(Key key, List<Evidence> own, Collection<SnapshotMark> marks) {
        TreeSet<Long> recorded = new TreeSet<>();
        own.forEach(statement -> recorded.add(statement.systemTime()));
        marks.forEach(mark -> recorded.add(mark.systemTime()));
        List<Rectangle> beliefs = new ArrayList<>();
        for (long s : recorded) {
            Long until = recorded.higher(s);
            List<Version> known = timeline(
                    key,
                    own.stream().filter(one -> one.systemTime() <= s).toList(),
                    marks.stream().filter(mark -> mark.systemTime() <= s).toList());
            for (Version version : known) {
                extend(beliefs, new Rectangle(version, new Interval(s, until == null ? Interval.OPEN : until)));
            }
        }
        return beliefs;
    }

    private static void extend(List<Rectangle> beliefs, Rectangle next) {
        for (int i = 0; i < beliefs.size(); i++) {
            Rectangle last = beliefs.get(i);
            boolean touches = last.believed().endMicros() == next.believed().startMicros();
            if (touches && last.version().equals(next.version())) {
                Interval both = new Interval(
                        last.believed().startMicros(), next.believed().endMicros());
                beliefs.set(i, new Rectangle(last.version(), both));
                return;
            }
        }
        beliefs.add(next);
    }
}
