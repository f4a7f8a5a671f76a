package dev.scd2.engine.join;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.Restatement;
import dev.scd2.timeline.Interval;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Restatement windows, made ready to be met by facts: which facts move, and to which version.
 *
 * <pre>{@code
 * Restated restated = Restated.of(result.plan().restatements());
 * int moved = restated.rekey(keys, serviceTimes, surrogates, rows);   // surrogates hold the answers now
 * }</pre>
 *
 * <p>Of several batches the windows come in the order in which they were written; where they overlap the later one holds.
 * A fact whose surrogate is that of its window already does not move, so doing it again moves none. A fact keyed as it was
 * known at an earlier system time is no business of a window: nothing that is learnt later changes what was known.
 *
 * <p>Building takes {@code n log n} in the windows of each key; a fact costs one probe of a hash table, and a binary search
 * where its key was restated. Immutable; may be shared between threads.
 */
public final class Restated {
    /** The surrogate of a fact that has no version. */
    public static final long NO_VERSION = Long.MIN_VALUE;

    /** The time of a fact that has none. */
    public static final long NULL_TIME = Long.MIN_VALUE;

    private final Map<Key, NavigableMap<Long, Restatement>> windows = new HashMap<>();

    private Restated() {}

    /** Returns what these windows say, in the order in which they were written. */
    public static Restated of(Collection<Restatement> restatements) {
        Restated restated = new Restated();
        for (Restatement restatement : restatements) {
            restated.put(restatement);
        }
        return restated;
    }

    /** Returns the window that a fact lies in, if it lies in one; cut to what no later one covers. */
    public Optional<Restatement> window(Key key, long time) {
        return Optional.ofNullable(find(key, time));
    }

    /**
     * Gives facts the surrogates that they should hold.
     *
     * @param keys the natural key of each fact; null where it has none
     * @param times when each was, epoch microseconds UTC; {@link #NULL_TIME} where that is not known
     * @param surrogates what each holds, {@link #NO_VERSION} where it holds none; of facts that move it is changed
     * @param moved the rows that moved are put at its beginning, ascending
     * @return how many moved
     * @throws IllegalArgumentException if the columns differ in length; nothing was changed
     */
    public int rekey(@Nullable Key[] keys, long[] times, long[] surrogates, int[] moved) {
        if (times.length != keys.length || surrogates.length != keys.length || moved.length < keys.length) {
            throw new IllegalArgumentException("There are " + keys.length + " keys, " + times.length + " times, "
                    + surrogates.length + " surrogates and room for " + moved.length + " rows. Give as many of each.");
        }
        int count = 0;
        for (int row = 0; row < keys.length; row++) {
            Key key = keys[row];
            Restatement window = key == null || times[row] == NULL_TIME ? null : find(key, times[row]);
            if (window == null) {
                continue;
            }
            long after = window.after() == null ? NO_VERSION : window.after();
            if (surrogates[row] != after) {
                surrogates[row] = after;
                moved[count++] = row;
            }
        }
        return count;
    }

    private @Nullable Restatement find(Key key, long time) {
        NavigableMap<Long, Restatement> ofKey = windows.get(key);
        Map.Entry<Long, Restatement> last = ofKey == null ? null : ofKey.floorEntry(time);
        return last == null || last.getValue().window().endMicros() <= time ? null : last.getValue();
    }

    private void put(Restatement later) {
        NavigableMap<Long, Restatement> ofKey = windows.computeIfAbsent(later.key(), key -> new TreeMap<>());
        long from = later.window().startMicros();
        long to = later.window().endMicros();
        cut(ofKey, from);
        if (to != Interval.OPEN) {
            cut(ofKey, to);
        }
        ofKey.subMap(from, true, to, false).clear();
        ofKey.put(from, later);
    }

    /** Makes two windows of one that covers {@code instant} and does not begin at it. */
    private static void cut(NavigableMap<Long, Restatement> ofKey, long instant) {
        Map.Entry<Long, Restatement> entry = ofKey.lowerEntry(instant);
        if (entry == null || entry.getValue().window().endMicros() <= instant) {
            return;
        }
        Restatement whole = entry.getValue();
        Interval window = whole.window();
        ofKey.put(window.startMicros(), over(whole, new Interval(window.startMicros(), instant)));
        ofKey.put(instant, over(whole, new Interval(instant, window.endMicros())));
    }

    private static Restatement over(Restatement whole, Interval window) {
        return new Restatement(whole.key(), window, whole.before(), whole.after(), whole.showed(), whole.shows());
    }
}
