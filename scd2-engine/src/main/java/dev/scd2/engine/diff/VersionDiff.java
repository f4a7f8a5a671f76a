package dev.scd2.engine.diff;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Restatement;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import dev.scd2.store.Evidence;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored versions of keys with the timelines that shall be, one key after the other.
 *
 * <p>A version whose start does not move keeps its surrogate key; a split keeps it for the left part. New versions get
 * the placeholders {@code -1, -2, …} in the order in which they come. Confined to one thread.
 */
public final class VersionDiff {
    private final List<Mutation> mutations = new ArrayList<>();
    private final List<Restatement> restatements = new ArrayList<>();
    private final long systemTime;
    private final Interval believed;
    private long placeholder;

    /**
     * Makes an empty one.
     *
     * @param systemTime from when the new rows are believed, epoch microseconds UTC, and the old ones no longer; {@link
     *     Evidence#NO_TIME} where rows are changed in place
     */
    public VersionDiff(long systemTime) {
        this.systemTime = systemTime;
        this.believed = systemTime == Evidence.NO_TIME ? Interval.ALWAYS : new Interval(systemTime, Interval.OPEN);
    }

    /** Returns what must be written, so far; live. */
    public List<Mutation> mutations() {
        return mutations;
    }

    /** Returns the windows in which answers change, so far; live. */
    public List<Restatement> restatements() {
        return restatements;
    }

    /** Adds what turns {@code before}, the latest belief ordered by start, into {@code after}. Linear in both. */
    public void compare(Key key, List<StoredVersion> before, Timeline after) {
        compare(key, before, before, after);
    }

    /**
     * Adds what turns {@code before} into {@code after}. Takes time linear in both.
     *
     * @param answered the latest belief until now, ordered by start, whose answers change
     * @param before the latest belief, ordered by start, less what was erased in place
     */
    public void compare(Key key, List<StoredVersion> answered, List<StoredVersion> before, Timeline after) {
        int firstMutation = mutations.size();
        List<Version> versions = after.versions();
        long[] surrogates = new long[versions.size()];
        int old = 0;
        for (int i = 0; i < surrogates.length; i++) {
            Version version = versions.get(i);
            long start = version.interval().startMicros();
            while (old < before.size() && start(before.get(old)) < start) {
                retract(before.get(old++));
            }
            if (old < before.size() && start(before.get(old)) == start) {
                StoredVersion kept = before.get(old++);
                change(kept, version);
                surrogates[i] = kept.surrogate();
            } else {
                surrogates[i] = nextPlaceholder();
                mutations.add(new Insert(surrogates[i], key, version, believed));
            }
        }
        while (old < before.size()) {
            retract(before.get(old++));
        }
        if (mutations.size() > firstMutation || !answered.equals(before)) {
            restate(key, answered, versions, surrogates);
        }
    }

    /** Returns the next placeholder of a surrogate key. */
    long nextPlaceholder() {
        return --placeholder;
    }

    /**
     * Adds the windows in which the answer changes.
     *
     * @param before the latest belief until now, ordered by start
     * @param after the latest belief that shall be, ordered by start
     * @param surrogates those of {@code after}
     */
    void restate(Key key, List<StoredVersion> before, List<Version> after, long[] surrogates) {
        Answers old = Answers.of(before);
        Answers now = Answers.of(after, surrogates);
        long at = Math.min(old.start(), now.start());
        Restatement open = null;
        while (at != Interval.OPEN) {
            old.moveTo(at);
            now.moveTo(at);
            long next = Math.min(old.nextBoundary(), now.nextBoundary());
            if (!old.showsSameAs(now)) {
                long from = at;
                if (open != null && continues(open, at, old.surrogate(), now.surrogate())) {
                    from = open.window().startMicros();
                } else if (open != null) {
                    restatements.add(open);
                }
                open = new Restatement(
                        key, now.interval(from, next), old.surrogate(), now.surrogate(), old.row(), now.row());
            }
            at = next;
        }
        if (open != null) {
            restatements.add(open);
        }
    }

    private static long start(StoredVersion stored) {
        return stored.version().interval().startMicros();
    }

    private void retract(StoredVersion stored) {
        if (isInPlace(stored)) {
            mutations.add(new Retract(
                    stored.surrogate(),
                    stored.key(),
                    stored.version().interval(),
                    stored.believed().startMicros()));
        } else {
            supersede(stored);
        }
    }

    private void change(StoredVersion stored, Version version) {
        Version was = stored.version();
        boolean moved = !was.interval().equals(version.interval());
        boolean says = was.showsSameAs(version);
        if (!moved && says) {
            return;
        }
        if (!isInPlace(stored)) {
            supersede(stored);
            mutations.add(new Insert(stored.surrogate(), stored.key(), version, believed));
            return;
        }
        long from = stored.believed().startMicros();
        if (moved) {
            mutations.add(new Resize(stored.surrogate(), stored.key(), was.interval(), version.interval(), from));
        }
        if (!says) {
            mutations.add(new Overwrite(stored.surrogate(), stored.key(), was, version, from));
        }
    }

    /** A row that began at this very system time was never believed at another, and is changed like any. */
    private boolean isInPlace(StoredVersion stored) {
        return systemTime == Evidence.NO_TIME || stored.believed().startMicros() >= systemTime;
    }

    private void supersede(StoredVersion stored) {
        Interval until = new Interval(stored.believed().startMicros(), systemTime);
        mutations.add(new Supersede(stored.surrogate(), stored.key(), stored.believed(), until));
    }

    private static boolean continues(Restatement open, long at, @Nullable Long before, @Nullable Long after) {
        return open.window().endMicros() == at
                && Objects.equals(open.before(), before)
                && Objects.equals(open.after(), after);
    }
}
