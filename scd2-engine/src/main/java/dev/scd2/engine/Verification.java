package dev.scd2.engine;

import dev.scd2.dimension.Key;
import dev.scd2.error.CorruptTimelineException;
import dev.scd2.store.DimensionStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What was found when everything that a store holds was checked against the {@link Invariant}s.
 *
 * <p>Immutable.
 *
 * @param versions versions of the latest belief seen
 * @param open versions without an end that mark no absence
 * @param keys keys with at least one version
 * @param violations how often each invariant is broken; every invariant has an entry
 * @param examples the first violations in words, by surrogate key
 */
public record Verification(
        long versions, long open, long keys, Map<Invariant, Long> violations, List<String> examples) {
    /** Copies the collections. */
    public Verification {
        violations = Map.copyOf(violations);
        examples = List.copyOf(examples);
    }

    /**
     * Checks all of {@code store}. Reads everything once, one key after the other. A row that cannot be read ({@link
     * Invariant#I2}) ends the reading: mend it and check again.
     */
    public static Verification of(DimensionStore store) {
        Check check = new Check(store.dimension(), store.state(), store.snapshots());
        try {
            store.scan(check::see);
        } catch (CorruptTimelineException corrupt) {
            check.unreadable(corrupt);
        }
        return check.report();
    }

    /** Checks these keys of {@code store} alone, for example those that a batch touched. Costs what is held of them. */
    public static Verification of(DimensionStore store, Collection<Key> keys) {
        Check check = new Check(store.dimension(), store.state(), store.snapshots());
        for (Key key : keys) {
            try {
                check.see(store.history(key));
            } catch (CorruptTimelineException corrupt) {
                check.unreadable(corrupt);
            }
        }
        return check.report();
    }

    /** Returns whether nothing is broken. */
    public boolean isClean() {
        return violations.values().stream().allMatch(count -> count == 0);
    }
}
