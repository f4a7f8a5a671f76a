package dev.scd2.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All versions of one natural key, in order, never overlapping.
 *
 * <p>A gap between two versions says that the entity did not exist then. Neighbours that touch and say the same are
 * coalesced. Immutable.
 *
 * <pre>{@code
 * Jan 1 [ standard ) Mar 1 [ gold ) Jun 1       gap       Sep 1 [ gold -->
 * }</pre>
 */
public final class Timeline {
    private static final Timeline EMPTY = new Timeline(List.of());

    private final List<Version> versions;

    private Timeline(List<Version> versions) {
        this.versions = versions;
    }

    /** Returns the timeline of an entity that never existed. */
    public static Timeline empty() {
        return EMPTY;
    }

    /**
     * Returns the timeline of these versions, with neighbours that touch and say the same coalesced.
     *
     * <p>Takes time linear in the number of versions.
     *
     * @param versions ordered by start, not overlapping
     * @throws IllegalArgumentException if they are out of order or overlap
     */
    public static Timeline of(List<Version> versions) {
        List<Version> coalesced = new ArrayList<>(versions.size());
        Version last = null;
        for (Version next : versions) {
            if (last != null) {
                requireOrder(last, next);
            }
            boolean extendsLast = last != null
                    && last.interval().endMicros() == next.interval().startMicros()
                    && last.saysSameAs(next);
            if (last != null && extendsLast) {
                last = last.over(new Interval(
                        last.interval().startMicros(), next.interval().endMicros()));
                coalesced.set(coalesced.size() - 1, last);
            } else {
                coalesced.add(next);
                last = next;
            }
        }
        return new Timeline(List.copyOf(coalesced));
    }

    /**
     * Returns the timeline of these versions as they are: neighbours that touch and say the same stay apart, as those do
     * that differed only in values since erased.
     *
     * @param versions ordered by start, not overlapping
     * @throws IllegalArgumentException if they are out of order or overlap
     */
    public static Timeline ofNeighbours(List<Version> versions) {
        for (int i = 1; i < versions.size(); i++) {
            requireOrder(versions.get(i - 1), versions.get(i));
        }
        return new Timeline(List.copyOf(versions));
    }

    private static void requireOrder(Version last, Version next) {
        if (last.interval().endMicros() > next.interval().startMicros()) {
            throw new IllegalArgumentException("Versions overlap or are out of order: " + last.interval() + " before "
                    + next.interval() + ". Sort them by start and cut them where they overlap.");
        }
    }

    /** Returns the versions, ordered by start; immutable. */
    public List<Version> versions() {
        return versions;
    }

    /** Returns whether there is no version at all. */
    public boolean isEmpty() {
        return versions.isEmpty();
    }

    /**
     * Returns the version in force at {@code t}, or empty in a gap, before the first and after the last.
     *
     * <p>Takes time logarithmic in the number of versions.
     */
    public Optional<Version> asOf(Instant t) {
        long micros = Instants.toMicros(t);
        int low = 0;
        int high = versions.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Version candidate = versions.get(middle);
            if (micros < candidate.interval().startMicros()) {
                high = middle - 1;
            } else if (micros >= candidate.interval().endMicros()) {
                low = middle + 1;
            } else {
                return candidate.deleted() ? Optional.empty() : Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline timeline && versions.equals(timeline.versions);
    }

    @Override
    public int hashCode() {
        return versions.hashCode();
    }

    /** Returns the intervals only; attribute values are people and are not printed. */
    @Override
    public String toString() {
        return versions.stream().map(Version::interval).toList().toString();
    }
}
