package dev.scd2.engine.merge;

import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects timelines as they were known at ascending times into beliefs. Confined to one thread. */
final class Beliefs {
    private final List<Belief> ended = new ArrayList<>();
    private TreeMap<Long, Belief> held = new TreeMap<>();
    private int chains;

    /** Returns the times at which something was recorded, ascending. */
    static SortedSet<Long> times(List<Evidence> statements, List<SnapshotMark> marks) {
        TreeSet<Long> times = new TreeSet<>();
        for (Evidence statement : statements) {
            if (statement.kind() != Evidence.Kind.ERASURE) {
                times.add(statement.systemTime());
            }
        }
        marks.forEach(mark -> times.add(mark.systemTime()));
        return times;
    }

    /** Notes what is believed from {@code time} on. */
    void note(long time, List<Version> versions) {
        TreeMap<Long, Belief> now = new TreeMap<>();
        for (Version version : versions) {
            long start = version.interval().startMicros();
            Belief before = held.remove(start);
            if (before != null && before.version().equals(version)) {
                now.put(start, before);
                continue;
            }
            if (before != null) {
                end(before, time);
            }
            int chain = before == null ? chains++ : before.chain();
            now.put(start, new Belief(chain, version, new Interval(time, Interval.OPEN)));
        }
        held.values().forEach(gone -> end(gone, time));
        held = now;
    }

    private void end(Belief belief, long time) {
        ended.add(new Belief(
                belief.chain(), belief.version(), new Interval(belief.believed().startMicros(), time)));
    }

    /** Returns all beliefs. */
    List<Belief> end() {
        ended.addAll(held.values());
        return ended;
    }
}
