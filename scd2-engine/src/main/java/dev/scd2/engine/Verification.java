package dev.scd2.engine;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.merge.EvidenceMerge;
import dev.scd2.engine.merge.Law;
import dev.scd2.error.CorruptTimelineException;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found when everything that a store holds was checked against the {@link Invariant}s.
 *
 * <p>Immutable.
 *
 * @param versions versions seen
 * @param open versions without an end that mark no absence
 * @param keys keys with at least one version
 * @param violations how often each invariant is broken; every invariant has an entry
 * @param examples the first violations in words, by surrogate key
 */
public record Verification(
        long versions, long open, long keys, Map<Invariant, Long> violations, List<String> examples) {
    private static final int MAX_EXAMPLES = 20;

    /** Copies the collections. */
    public Verification {
        violations = Map.copyOf(violations);
        examples = List.copyOf(examples);
    }

    /** Checks all of {@code store}. Reads everything once, one key after the other. */
    public static Verification of(DimensionStore store) {
        Check check = new Check(store.dimension(), store.snapshots());
        try {
            store.scan(check::see);
        } catch (CorruptTimelineException corrupt) {
            check.violated(Invariant.I2, corrupt.getMessage() == null ? "unreadable row" : corrupt.getMessage());
        }
        return check.report();
    }

    /** Returns whether nothing is broken. */
    public boolean isClean() {
        return violations.values().stream().allMatch(count -> count == 0);
    }

    private static final class Check {
        private final Dimension dimension;
        private final List<SnapshotMark> marks;
        private final Map<Invariant, Long> violations = new EnumMap<>(Invariant.class);
        private final List<String> examples = new ArrayList<>();
        private final Set<Long> surrogates = new HashSet<>();
        private long versions;
        private long open;
        private long keys;

        Check(Dimension dimension, List<SnapshotMark> marks) {
            this.dimension = dimension;
            this.marks = marks.stream()
                    .sorted(Comparator.comparingLong(SnapshotMark::at).thenComparing(SnapshotMark::sequence))
                    .toList();
            for (Invariant invariant : Invariant.values()) {
                violations.put(invariant, 0L);
            }
        }

        void see(KeyHistory history) {
            List<StoredVersion> stored = history.versions();
            keys += stored.isEmpty() ? 0 : 1;
            long current = 0;
            for (int i = 0; i < stored.size(); i++) {
                seeAlone(stored.get(i));
                current += stored.get(i).current() ? 1 : 0;
                if (i > 0) {
                    seeNeighbours(stored.get(i - 1), stored.get(i));
                }
            }
            if (current > 1) {
                violated(Invariant.I3, current + " versions are current beside " + name(stored.get(0)));
            }
            List<Version> asStored = stored.stream().map(StoredVersion::version).toList();
            List<Version> lawful = Law.timeline(
                            dimension, new EvidenceMerge(dimension, history.evidence()).ordered(), marks, false)
                    .versions();
            if (!asStored.equals(lawful)) {
                violated(
                        Invariant.I9,
                        stored.isEmpty()
                                ? "a key with evidence has no version"
                                : "the key of " + name(stored.get(0)) + " has other versions than its evidence gives");
            }
        }

        private void seeAlone(StoredVersion stored) {
            Version version = stored.version();
            versions++;
            open += version.isCurrent() ? 1 : 0;
            if (stored.current() != version.isCurrent()) {
                violated(Invariant.I3, name(stored) + " has the current flag " + stored.current());
            }
            if (!AttributeHash.of(dimension, version.row()).equals(stored.attributeHash())) {
                violated(Invariant.I4, name(stored));
            }
            if (!surrogates.add(stored.surrogate())) {
                violated(Invariant.I6, name(stored));
            }
        }

        private void seeNeighbours(StoredVersion before, StoredVersion after) {
            Interval a = before.version().interval();
            Interval b = after.version().interval();
            if (a.endMicros() > b.startMicros()) {
                violated(Invariant.I1, name(before) + " and " + name(after));
            } else if (a.endMicros() == b.startMicros() && before.version().saysSameAs(after.version())) {
                violated(Invariant.I5, name(before) + " and " + name(after));
            }
        }

        private static String name(StoredVersion stored) {
            return "version " + stored.surrogate() + " of " + stored.version().interval();
        }

        void violated(Invariant invariant, String where) {
            violations.merge(invariant, 1L, Long::sum);
            if (examples.size() < MAX_EXAMPLES) {
                examples.add(invariant + " (" + invariant.rule() + "): " + where);
            }
        }

        Verification report() {
            return new Verification(versions, open, keys, violations, examples);
        }
    }
}
