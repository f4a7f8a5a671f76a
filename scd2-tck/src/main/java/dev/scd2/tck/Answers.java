package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.change.Erasure;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.engine.History;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.generate.Drawing;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a store answers as known at every system time of a load, as long as batches come in. Nothing that was written is
 * written again but the end of a belief, and but what an erasure takes away. Confined to one thread.
 */
final class Answers {
    private final DimensionStore store;
    private final Dimension dimension;
    private final History target;
    private final SortedMap<Long, SortedMap<Key, List<Version>>> given = new TreeMap<>();
    private final Set<Key> erased = new HashSet<>();
    private List<StoredVersion> rows = List.of();

    Answers(DimensionStore store) {
        this.store = store;
        this.dimension = store.dimension();
        this.target = History.of(store);
    }

    /** Applies {@code batch} and compares every answer as known before it with what it was then. */
    void apply(Batch batch) {
        batch.changes().stream()
                .filter(change -> change instanceof Erasure)
                .forEach(change -> erased.add(dimension.key(change.fields())));
        target.apply(batch);
        long now = store.state().lastSystemTime();
        List<StoredVersion> before = rows;
        rows = new ArrayList<>();
        store.scan(history -> {
            rows.addAll(history.versions());
            rows.addAll(history.past());
        });
        before.stream().filter(row -> row.believed().startMicros() < now).forEach(row -> checkKept(row, now));
        given.headMap(now).forEach((time, answers) -> {
            SortedMap<Key, List<Version>> again = asKnownAt(time);
            if (!readable(again).equals(readable(answers))) {
                throw new AssertionError("  as known at " + Instants.ofMicros(time) + " the answer was "
                        + drawn(answers) + "  and is " + drawn(again));
            }
        });
        if (now != Long.MIN_VALUE) {
            given.put(now, asKnownAt(now));
        }
    }

    private void checkKept(StoredVersion was, long now) {
        StoredVersion is = rows.stream()
                .filter(row -> row.surrogate() == was.surrogate()
                        && row.believed().startMicros() == was.believed().startMicros())
                .findFirst()
                .orElseThrow(() -> new AssertionError("  a row of version " + was.surrogate() + " is gone"));
        boolean ended = was.believed().isOpen() && is.believed().endMicros() >= now;
        if (!is.believed().equals(was.believed()) && !ended) {
            throw new AssertionError("  a belief that held " + was.believed() + " holds " + is.believed());
        }
        if (!is.version().interval().equals(was.version().interval())
                || !is.loadId().equals(was.loadId())) {
            throw new AssertionError("  a row of version " + was.surrogate() + " was written again");
        }
    }

    /** Asks the store itself, at every bound of every version as known at every time. */
    void checkQuestions() {
        TreeSet<Long> instants = new TreeSet<>();
        for (StoredVersion row : rows) {
            Interval interval = row.version().interval();
            instants.add(interval.startMicros());
            instants.add(interval.startMicros() - 1);
            if (!interval.isOpen()) {
                instants.add(interval.endMicros());
            }
        }
        for (long time : given.keySet()) {
            for (long t : instants) {
                List<Long> expected = rows.stream()
                        .filter(row -> contains(row.believed(), time)
                                && contains(row.version().interval(), t)
                                && !row.version().deleted())
                        .sorted(Comparator.comparing(StoredVersion::key))
                        .map(StoredVersion::surrogate)
                        .toList();
                List<Long> actual = new ArrayList<>();
                store.asOf(Instants.ofMicros(t), Instants.ofMicros(time), stored -> actual.add(stored.surrogate()));
                if (!actual.equals(expected)) {
                    throw new AssertionError("  in force at " + Instants.ofMicros(t) + " as known at "
                            + Instants.ofMicros(time) + " are the versions " + expected + ", not " + actual);
                }
            }
        }
    }

    private SortedMap<Key, List<Version>> asKnownAt(long time) {
        SortedMap<Key, List<Version>> answers = new TreeMap<>();
        rows.stream()
                .filter(row -> contains(row.believed(), time))
                .sorted(Comparator.comparing(row -> row.version().interval()))
                .forEach(row -> answers.computeIfAbsent(row.key(), key -> new ArrayList<>())
                        .add(row.version()));
        return answers;
    }

    private static boolean contains(Interval interval, long t) {
        return interval.startMicros() <= t && t < interval.endMicros();
    }

    /** What was erased is taken out of both sides of a comparison. */
    private SortedMap<Key, List<Version>> readable(SortedMap<Key, List<Version>> answers) {
        SortedMap<Key, List<Version>> readable = new TreeMap<>();
        answers.forEach((key, versions) -> readable.put(
                key,
                versions.stream().map(v -> readable(v, erased.contains(key))).toList()));
        return readable;
    }

    private Version readable(Version version, boolean withoutPersonal) {
        Object[] cells = new Object[version.row().width()];
        for (int i = 0; i < cells.length; i++) {
            boolean hidden = withoutPersonal
                    && dimension
                            .personal()
                            .contains(dimension.attributes().get(i).name());
            cells[i] = hidden ? null : version.row().value(i);
        }
        return new Version(version.interval(), Row.of(cells), version.deleted());
    }

    private static String drawn(SortedMap<Key, List<Version>> answers) {
        StringBuilder text = new StringBuilder("\n");
        answers.forEach((key, versions) ->
                text.append("  key ").append(Drawing.of(key)).append('\n').append(Drawing.of(versions)));
        return text.toString();
    }
}
