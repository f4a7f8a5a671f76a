package dev.scd2.engine.diff;

import dev.scd2.dimension.Key;
import dev.scd2.engine.merge.Belief;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored rows of a key with the beliefs that shall be, where system time is that of the source. A row is found
 * again by its start in both times; a version keeps the surrogate key that one of its rows has. Confined to one thread.
 */
public final class BeliefDiff {
    private final VersionDiff diff;

    /** Makes one that adds to {@code diff}. */
    public BeliefDiff(VersionDiff diff) {
        this.diff = diff;
    }

    /** Adds what turns the stored rows, latest and past, into {@code beliefs}. */
    public void compare(Key key, List<StoredVersion> latest, List<StoredVersion> past, List<Belief> beliefs) {
        Map<Place, StoredVersion> stored = new HashMap<>();
        latest.forEach(row -> stored.put(Place.of(row), row));
        past.forEach(row -> stored.put(Place.of(row), row));
        Map<Integer, Long> surrogates = surrogates(beliefs, stored);
        List<Mutation> ends = new ArrayList<>();
        List<Mutation> begins = new ArrayList<>();
        List<Belief> now = new ArrayList<>();
        for (Belief belief : beliefs) {
            long surrogate = surrogates.computeIfAbsent(belief.chain(), chain -> diff.nextPlaceholder());
            StoredVersion row = stored.get(Place.of(belief));
            if (row != null && row.surrogate() == surrogate) {
                stored.remove(Place.of(belief));
                change(row, belief, ends);
            } else {
                begins.add(new Insert(surrogate, key, belief.version(), belief.believed()));
            }
            if (belief.believed().isOpen()) {
                now.add(belief);
            }
        }
        for (StoredVersion row : stored.values()) {
            ends.add(new Retract(
                    row.surrogate(),
                    key,
                    row.version().interval(),
                    row.believed().startMicros()));
        }
        if (!ends.isEmpty() || !begins.isEmpty()) {
            diff.mutations().addAll(ends);
            diff.mutations().addAll(begins);
            now.sort(Comparator.comparing(belief -> belief.version().interval()));
            long[] answering = now.stream()
                    .mapToLong(belief -> surrogates.get(belief.chain()))
                    .toArray();
            diff.restate(key, latest, now.stream().map(Belief::version).toList(), answering);
        }
    }

    /** A chain takes the surrogate of a stored row with its start that was believed when one of its beliefs is. */
    private static Map<Integer, Long> surrogates(List<Belief> beliefs, Map<Place, StoredVersion> stored) {
        Map<Integer, Long> surrogates = new HashMap<>();
        Set<Long> taken = new TreeSet<>();
        for (Belief belief : beliefs) {
            StoredVersion row = stored.get(Place.of(belief));
            if (row != null && !surrogates.containsKey(belief.chain()) && taken.add(row.surrogate())) {
                surrogates.put(belief.chain(), row.surrogate());
            }
        }
        for (Belief belief : beliefs) {
            if (!surrogates.containsKey(belief.chain())) {
                Long free = overlapping(belief, stored, taken);
                if (free != null && taken.add(free)) {
                    surrogates.put(belief.chain(), free);
                }
            }
        }
        return surrogates;
    }

    private static @Nullable Long overlapping(Belief belief, Map<Place, StoredVersion> stored, Set<Long> taken) {
        return stored.values().stream()
                .filter(row -> row.version().interval().startMicros()
                                == belief.version().interval().startMicros()
                        && row.believed().overlaps(belief.believed()))
                .map(StoredVersion::surrogate)
                .filter(surrogate -> !taken.contains(surrogate))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static void change(StoredVersion row, Belief belief, List<Mutation> mutations) {
        long from = row.believed().startMicros();
        Version was = row.version();
        Version is = belief.version();
        if (!was.interval().equals(is.interval())) {
            mutations.add(new Resize(row.surrogate(), row.key(), was.interval(), is.interval(), from));
        }
        if (!was.showsSameAs(is)) {
            mutations.add(new Overwrite(row.surrogate(), row.key(), was, is, from));
        }
        if (!row.believed().equals(belief.believed())) {
            mutations.add(new Supersede(row.surrogate(), row.key(), row.believed(), belief.believed()));
        }
    }

    private record Place(long validFrom, long systemFrom) {
        static Place of(StoredVersion row) {
            return new Place(
                    row.version().interval().startMicros(), row.believed().startMicros());
        }

        static Place of(Belief belief) {
            return new Place(
                    belief.version().interval().startMicros(), belief.believed().startMicros());
        }
    }
}
