package dev.scd2.engine.diff;

import dev.scd2.dimension.Row;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a key answers at an instant that moves forward: a version and its surrogate key, or nothing. Versions that mark an
 * absence count as nothing. Confined to one thread.
 */
final class Answers {
    private final int size;
    private final IntFunction<Version> versions;
    private final IntToLongFunction surrogates;
    private int next;
    private @Nullable Version ahead;
    private long at = Long.MIN_VALUE;

    private Answers(int size, IntFunction<Version> versions, IntToLongFunction surrogates) {
        this.size = size;
        this.versions = versions;
        this.surrogates = surrogates;
        this.ahead = size == 0 ? null : versions.apply(0);
    }

    /** Takes stored versions, ordered by start. */
    static Answers of(List<StoredVersion> stored) {
        return new Answers(
                stored.size(), i -> stored.get(i).version(), i -> stored.get(i).surrogate());
    }

    /** Takes versions, ordered by start, and the surrogate key of each. */
    static Answers of(List<Version> versions, long[] surrogates) {
        return new Answers(versions.size(), versions::get, i -> surrogates[i]);
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
            ahead = next < size ? versions.apply(next) : null;
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

    /** Returns the surrogate key of the answer, if there is one. */
    @Nullable
    Long surrogate() {
        return shown() == null ? null : (Long) surrogates.applyAsLong(next);
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
        return surrogates.applyAsLong(next) == other.surrogates.applyAsLong(other.next) && a.showsSameAs(b);
    }

    /** Returns those of {@code columns} in which both answers show different values; none where one answers with nothing. */
    List<String> differences(Answers other, List<String> columns) {
        Version a = shown();
        Version b = other.shown();
        if (a == null || b == null) {
            return List.of();
        }
        List<String> different = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!Objects.equals(a.row().value(i), b.row().value(i))) {
                different.add(columns.get(i));
            }
        }
        return different;
    }
}
