package dev.scd2.engine.diff;

import dev.scd2.dimension.Row;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key answers at an instant that moves forward: a version and its surrogate key, or nothing. Versions that mark an
 * absence count as nothing. Confined to one thread.
 */
abstract class Answers {
    private final int size;
    private int next;
    private @Nullable Version ahead;
    private long surrogate;
    private long at = Long.MIN_VALUE;

    private Answers(int size) {
        this.size = size;
    }

    /** Takes stored versions, ordered by start. */
    static Answers of(List<StoredVersion> stored) {
        return new Stored(stored).begin();
    }

    /** Takes versions, ordered by start, and the surrogate key of each. */
    static Answers of(List<Version> versions, long[] surrogates) {
        return new Planned(versions, surrogates).begin();
    }

    abstract Version version(int i);

    abstract long surrogate(int i);

    Answers begin() {
        look();
        return this;
    }

    private void look() {
        ahead = null;
        if (next < size) {
            ahead = version(next);
            surrogate = surrogate(next);
        }
    }

    /** Returns the first instant of the first version. */
    long start() {
        return ahead == null ? Interval.OPEN : ahead.interval().startMicros();
    }

    /** Goes to an instant, epoch microseconds UTC. */
    void moveTo(long instant) {
        at = instant;
        while (ahead != null && ahead.interval().endMicros() <= instant) {
            next++;
            look();
        }
    }

    /** Returns the next instant at which a version begins or ends. */
    long nextBoundary() {
        if (ahead == null) {
            return Interval.OPEN;
        }
        Interval interval = ahead.interval();
        return interval.startMicros() > at ? interval.startMicros() : interval.endMicros();
    }

    private @Nullable Version shown() {
        return ahead != null && ahead.interval().startMicros() <= at && !ahead.deleted() ? ahead : null;
    }

    /** Returns an interval; that of the version ahead, where it is the same. */
    Interval interval(long from, long to) {
        Interval interval = ahead == null ? null : ahead.interval();
        return interval != null && interval.startMicros() == from && interval.endMicros() == to
                ? interval
                : new Interval(from, to);
    }

    /** Returns the surrogate key of the answer, if there is one. */
    @Nullable
    Long surrogate() {
        return shown() == null ? null : surrogate;
    }

    /** Returns the attributes of the answer, if there is one. */
    @Nullable
    Row row() {
        Version shown = shown();
        return shown == null ? null : shown.row();
    }

    /** Returns whether both answer with the same version that shows the same. */
    boolean showsSameAs(Answers other) {
        Version a = shown();
        Version b = other.shown();
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return surrogate == other.surrogate && a.showsSameAs(b);
    }

    private static final class Stored extends Answers {
        private final List<StoredVersion> stored;

        Stored(List<StoredVersion> stored) {
            super(stored.size());
            this.stored = stored;
        }

        @Override
        Version version(int i) {
            return stored.get(i).version();
        }

        @Override
        long surrogate(int i) {
            return stored.get(i).surrogate();
        }
    }

    private static final class Planned extends Answers {
        private final List<Version> versions;
        private final long[] surrogates;

        Planned(List<Version> versions, long[] surrogates) {
            super(versions.size());
            this.versions = versions;
            this.surrogates = surrogates;
        }

        @Override
        Version version(int i) {
            return versions.get(i);
        }

        @Override
        long surrogate(int i) {
            return surrogates[i];
        }
    }
}
