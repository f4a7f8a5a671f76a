package dev.scd2.engine.merge;

import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.List;

/** Parts of versions. Stateless. */
final class Cut {
    private Cut() {}

    /** Returns the part before {@code t} of a version that begins before it; what overwrite columns show may be newer. */
    static Version before(long t, Version version, SaidValues values) {
        Interval interval = version.interval();
        Interval part = interval.endMicros() <= t ? interval : new Interval(interval.startMicros(), t);
        if (values.tracksAll() && interval.endMicros() <= t) {
            return version;
        }
        return version.deleted() ? version.over(part) : Version.of(part, values.over(version.row()));
    }

    /**
     * Appends the part from {@code t} on of a version that ends after it. If the law lets it begin before, what is held
     * there is the same version; values erased since are told apart only by the law.
     */
    static void append(List<Version> versions, long t, Version version) {
        Interval interval = version.interval();
        Version last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
        boolean reachesOver = interval.startMicros() < t;
        boolean continues = last != null
                && last.interval().endMicros() == Math.max(t, interval.startMicros())
                && (reachesOver ? last.showsSameAs(version) : last.saysSameAs(version));
        if (last != null && continues) {
            Interval both = new Interval(last.interval().startMicros(), interval.endMicros());
            versions.set(versions.size() - 1, version.over(both));
        } else {
            versions.add(reachesOver ? version.over(new Interval(t, interval.endMicros())) : version);
        }
    }
}
