package dev.scd2.engine;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.diff.BeliefDiff;
import dev.scd2.engine.diff.VersionDiff;
import dev.scd2.engine.merge.KeyLaw;
import dev.scd2.engine.merge.KeyOutcome;
import dev.scd2.error.CorruptTimelineException;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Checks one key after the other and counts what is broken. Confined to one thread. */
final class Check {
    private static final int MAX_EXAMPLES = 20;

    private final Dimension dimension;
    private final KeyLaw law;
    private final Map<Invariant, Long> violations = new EnumMap<>(Invariant.class);
    private final List<String> examples = new ArrayList<>();
    private final Surrogates surrogates = new Surrogates();
    private long versions;
    private long open;
    private long keys;

    Check(Dimension dimension, StoreState state, List<SnapshotMark> marks) {
        this.dimension = dimension;
        this.law = KeyLaw.of(dimension, state, marks);
        for (Invariant invariant : Invariant.values()) {
            violations.put(invariant, 0L);
        }
    }

    void see(KeyHistory history) {
        List<StoredVersion> latest = history.versions();
        keys += latest.isEmpty() ? 0 : 1;
        versions += latest.size();
        boolean erased = history.evidence().stream().anyMatch(row -> row.kind() == Evidence.Kind.ERASURE);
        long current = 0;
        for (int i = 0; i < latest.size(); i++) {
            open += latest.get(i).version().isCurrent() ? 1 : 0;
            current += latest.get(i).current() ? 1 : 0;
            if (i > 0) {
                seeNeighbours(latest.get(i - 1), latest.get(i), erased);
            }
        }
        if (current > 1) {
            violated(Invariant.I3, current + " versions are current beside " + name(latest.get(0)));
        }
        List<StoredVersion> rows = new ArrayList<>(latest);
        rows.addAll(history.past());
        rows.forEach(this::seeAlone);
        seeRectangles(rows);
        seeLaw(history);
    }

    private void seeAlone(StoredVersion stored) {
        boolean current = stored.version().isCurrent() && stored.isBelieved();
        if (stored.current() != current) {
            violated(Invariant.I3, name(stored) + " has the current flag " + stored.current());
        }
        if (!AttributeHash.of(dimension, stored.version().row()).equals(stored.attributeHash())) {
            violated(Invariant.I4, name(stored));
        }
    }

    private void seeNeighbours(StoredVersion before, StoredVersion after, boolean erased) {
        Interval a = before.version().interval();
        Interval b = after.version().interval();
        if (a.endMicros() > b.startMicros()) {
            violated(Invariant.I1, name(before) + " and " + name(after));
        } else if (!erased
                && a.endMicros() == b.startMicros()
                && before.version().saysSameAs(after.version())) {
            violated(Invariant.I5, name(before) + " and " + name(after));
        }
    }

    /** Rows of one version follow each other in system time; rows of a key overlap in one time at most. */
    private void seeRectangles(List<StoredVersion> rows) {
        List<StoredVersion> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong(StoredVersion::surrogate)
                .thenComparing(row -> row.believed().startMicros()));
        for (int i = 0; i < ordered.size(); i++) {
            StoredVersion row = ordered.get(i);
            boolean again = i > 0 && ordered.get(i - 1).surrogate() == row.surrogate();
            if (again ? ordered.get(i - 1).believed().overlaps(row.believed()) : !surrogates.add(row.surrogate())) {
                violated(Invariant.I6, name(row));
            }
        }
        if (dimension.isBitemporal()) {
            Overlaps.find(rows, (a, b) -> violated(Invariant.I7, name(a) + " and " + name(b)));
        }
    }

    /** Stored versions are what evidence gives again if nothing is left to write. */
    private void seeLaw(KeyHistory history) {
        KeyOutcome outcome = law.evaluate(history, List.of());
        VersionDiff diff = new VersionDiff(Evidence.NO_TIME);
        if (dimension.systemTime() == SystemTime.SOURCE) {
            new BeliefDiff(diff).compare(history.key(), history.versions(), history.past(), outcome.beliefs());
        } else {
            diff.compare(history.key(), history.versions(), outcome.timeline());
        }
        boolean given = diff.mutations().isEmpty()
                && outcome.added().isEmpty()
                && outcome.superseded().isEmpty();
        if (!given) {
            violated(
                    Invariant.I9,
                    history.versions().isEmpty()
                            ? "a key with evidence has no version"
                            : "the key of " + name(history.versions().get(0))
                                    + " has other versions than its evidence gives");
        }
    }

    private static String name(StoredVersion stored) {
        Version version = stored.version();
        return "version " + stored.surrogate() + " of " + version.interval();
    }

    void unreadable(CorruptTimelineException corrupt) {
        violated(Invariant.I2, corrupt.getMessage() == null ? "unreadable row" : corrupt.getMessage());
    }

    private void violated(Invariant invariant, String where) {
        violations.merge(invariant, 1L, Long::sum);
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(invariant + " (" + invariant.rule() + "): " + where);
        }
    }

    Verification report() {
        return new Verification(versions, open, keys, violations, examples);
    }
}
