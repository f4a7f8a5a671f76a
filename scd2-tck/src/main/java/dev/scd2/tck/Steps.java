package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.generate.Drawing;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one batch may do to a store that it finds in some state. Stateless. */
final class Steps {
    private Steps() {}

    /** Plans {@code batch}, applies it and compares: dry run, surrogate keys, restated windows. */
    static void apply(DimensionStore store, History target, Batch batch) {
        MutationPlan planned = target.plan(batch).plan();
        Map<Key, KeyHistory> before = held(store);
        BatchResult result = target.apply(batch);
        Map<Key, KeyHistory> after = held(store);
        if (planned.mutations().size() != result.plan().mutations().size()
                || !planned.evidence().equals(result.plan().evidence())) {
            throw new AssertionError("  the dry run said " + planned.mutations().size() + " mutations, then "
                    + result.plan().mutations().size() + " were written");
        }
        Set<Key> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (Key key : keys) {
            List<StoredVersion> old =
                    before.getOrDefault(key, KeyHistory.empty(key)).versions();
            List<StoredVersion> now =
                    after.getOrDefault(key, KeyHistory.empty(key)).versions();
            checkSurrogates(key, old, now);
            List<Restatement> restated = result.plan().restatements().stream()
                    .filter(window -> window.key().equals(key))
                    .toList();
            checkRestatements(key, old, now, restated);
        }
    }

    private static Map<Key, KeyHistory> held(DimensionStore store) {
        Map<Key, KeyHistory> held = new HashMap<>();
        store.scan(history -> held.put(history.key(), history));
        return held;
    }

    private static void checkSurrogates(Key key, List<StoredVersion> old, List<StoredVersion> now) {
        for (StoredVersion was : old) {
            for (StoredVersion is : now) {
                boolean sameStart = was.version().interval().startMicros()
                                == is.version().interval().startMicros()
                        && was.version().deleted() == is.version().deleted();
                if (sameStart && was.surrogate() != is.surrogate()) {
                    throw new AssertionError("  the version of " + Drawing.of(key) + " from "
                            + was.version().interval().start() + " did not keep its surrogate key");
                }
            }
        }
    }

    /** At every instant: a window stands there if and only if the answer changed, and says what it was and is. */
    private static void checkRestatements(
            Key key, List<StoredVersion> old, List<StoredVersion> now, List<Restatement> restated) {
        TreeSet<Long> instants = new TreeSet<>();
        old.forEach(stored -> bounds(instants, stored.version().interval()));
        now.forEach(stored -> bounds(instants, stored.version().interval()));
        restated.forEach(window -> bounds(instants, window.window()));
        for (long t : instants) {
            StoredVersion was = at(old, t);
            StoredVersion is = at(now, t);
            boolean changed = (was == null) != (is == null)
                    || (was != null
                            && is != null
                            && (was.surrogate() != is.surrogate()
                                    || !was.version()
                                            .row()
                                            .saysSameAs(is.version().row())));
            List<Restatement> there = restated.stream()
                    .filter(window -> covers(window.window(), t))
                    .toList();
            boolean right = changed
                    ? there.size() == 1
                            && Objects.equals(there.get(0).before(), surrogate(was))
                            && Objects.equals(there.get(0).after(), surrogate(is))
                    : there.isEmpty();
            if (!right) {
                throw new AssertionError("  restated windows of " + Drawing.of(key) + " at "
                        + Instants.ofMicros(t) + ": the answer was " + surrogate(was) + " and is "
                        + surrogate(is) + (changed ? ", " : " with the same values, ") + "but the windows there are "
                        + there);
            }
        }
    }

    private static void bounds(Set<Long> instants, Interval interval) {
        instants.add(interval.startMicros());
        if (!interval.isOpen()) {
            instants.add(interval.endMicros());
        }
    }

    private static boolean covers(Interval interval, long t) {
        return interval.startMicros() <= t && t < interval.endMicros();
    }

    private static @Nullable StoredVersion at(List<StoredVersion> versions, long t) {
        return versions.stream()
                .filter(stored -> covers(stored.version().interval(), t)
                        && !stored.version().deleted())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Long surrogate(@Nullable StoredVersion stored) {
        return stored == null ? null : (Long) stored.surrogate();
    }
}
