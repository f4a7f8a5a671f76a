package dev.scd2.tck;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.dimension.SystemTime;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.generate.Drawing;
import dev.scd2.tck.generate.History;
import dev.scd2.tck.oracle.Belief;
import dev.scd2.tck.oracle.Oracle;
import dev.scd2.tck.oracle.Rectangle;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what a store holds with what the oracle believes. Immutable. */
final class Believed {
    private static final Set<Reason> CONFLICTS = Set.of(Reason.CONFLICT, Reason.DUPLICATE_KEY_IN_SNAPSHOT);

    private final Dimension dimension;
    private final Oracle oracle;
    private final Belief belief;

    private Believed(History history) {
        dimension = history.last();
        oracle = Oracle.of(dimension);
        belief = oracle.believe(history.inLastWords().batches());
    }

    /** Fails unless {@code store}, which holds nothing else, holds what the law says of {@code history}. */
    static void check(DimensionStore store, History history) {
        List<KeyHistory> held = new ArrayList<>();
        store.scan(held::add);
        Believed believed = new Believed(history);
        believed.check(held, store.quarantine());
        if (history.dimension().deletePolicy() != DeletePolicy.IGNORE) {
            Set<?> marks = new HashSet<>(store.snapshots());
            if (!marks.equals(believed.belief.marks())) {
                throw new AssertionError(
                        "  listings remembered: expected " + believed.belief.marks() + " but was " + marks);
            }
        }
    }

    /** Fails unless the histories and rejections of one run are what the law says. */
    static void check(History history, List<KeyHistory> held, List<Rejection> quarantine) {
        new Believed(history).check(held, quarantine);
    }

    private void check(List<KeyHistory> held, List<Rejection> quarantine) {
        Map<Key, KeyHistory> byKey = held.stream().collect(Collectors.toMap(KeyHistory::key, h -> h));
        Set<Key> keys = new TreeSet<>(byKey.keySet());
        keys.addAll(belief.timelines().keySet());
        keys.addAll(belief.rectangles().keySet());
        for (Key key : keys) {
            KeyHistory one = byKey.getOrDefault(key, KeyHistory.empty(key));
            checkVersions(key, one.versions());
            one.versions().forEach(this::checkRow);
            one.past().forEach(this::checkRow);
            if (dimension.systemTime() == SystemTime.SOURCE) {
                checkRectangles(one);
            }
            checkPlaces(one.evidence());
        }
        checkConflicts(quarantine);
    }

    private void checkVersions(Key key, List<StoredVersion> stored) {
        List<Version> expected = shown(belief.timeline(key));
        List<Version> actual = shown(stored.stream().map(StoredVersion::version).toList());
        if (!actual.equals(expected)) {
            throw new AssertionError("  key " + Drawing.of(key) + "\n  expected\n" + Drawing.of(expected)
                    + "  but was\n" + Drawing.of(actual));
        }
    }

    private void checkRow(StoredVersion one) {
        String where = "  of " + one.version().interval() + ", believed " + one.believed();
        if (one.current() != (one.version().isCurrent() && one.isBelieved())) {
            throw new AssertionError(where + " the current flag is " + one.current());
        }
        if (!one.attributeHash()
                .equals(AttributeHash.of(dimension, one.version().row()))) {
            throw new AssertionError(where + " the hash is not that of its values");
        }
        if (!dimension.isBitemporal() && !one.believed().equals(Interval.ALWAYS)) {
            throw new AssertionError(where + " there is a system time though the dimension keeps none");
        }
    }

    private void checkRectangles(KeyHistory one) {
        List<Rectangle> actual = new ArrayList<>();
        one.versions().forEach(v -> actual.add(new Rectangle(shown(v.version()), v.believed())));
        one.past().forEach(v -> actual.add(new Rectangle(shown(v.version()), v.believed())));
        List<Rectangle> expected = new ArrayList<>();
        belief.rectangles()
                .getOrDefault(one.key(), List.of())
                .forEach(r -> expected.add(new Rectangle(shown(r.version()), r.believed())));
        if (!inOrder(actual).equals(inOrder(expected))) {
            throw new AssertionError("  key " + Drawing.of(one.key()) + "\n  expected beliefs\n"
                    + Drawing.ofRectangles(inOrder(expected)) + "  but was\n"
                    + Drawing.ofRectangles(inOrder(actual)));
        }
    }

    private static List<Rectangle> inOrder(List<Rectangle> rectangles) {
        return rectangles.stream()
                .sorted(Comparator.comparing(Rectangle::believed)
                        .thenComparing(rectangle -> rectangle.version().interval()))
                .toList();
    }

    /** One place, one statement. */
    private static void checkPlaces(List<Evidence> evidence) {
        for (int i = 0; i < evidence.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (evidence.get(i).isAtPlaceOf(evidence.get(j))) {
                    throw new AssertionError("  two statements at one place: " + Drawing.of(evidence.get(i)) + " and "
                            + Drawing.of(evidence.get(j)));
                }
            }
        }
    }

    /** Each loser lies in quarantine, once for each reason. */
    private void checkConflicts(List<Rejection> quarantine) {
        Set<Evidence> found = new HashSet<>();
        Map<Evidence, Set<Reason>> reasons = new HashMap<>();
        for (Rejection rejection : quarantine) {
            boolean late = rejection.reason() == Reason.BELOW_WATERMARK
                    && dimension.watermark().isPresent();
            if (late) {
                continue;
            }
            if (!CONFLICTS.contains(rejection.reason())) {
                throw new AssertionError("  unexpected in quarantine: " + rejection);
            }
            Evidence loser = oracle.read(rejection.change()).orElseThrow();
            if (!reasons.computeIfAbsent(loser, e -> new HashSet<>()).add(rejection.reason())) {
                throw new AssertionError("  twice in quarantine: " + Drawing.of(loser));
            }
            found.add(loser);
        }
        if (!found.equals(belief.conflicts())) {
            throw new AssertionError(
                    "  conflicts in quarantine: expected " + drawn(belief.conflicts()) + " but was " + drawn(found));
        }
    }

    private static List<String> drawn(Set<Evidence> statements) {
        return statements.stream().map(Drawing::of).sorted().toList();
    }

    private static List<Version> shown(List<Version> versions) {
        return versions.stream().map(Believed::shown).toList();
    }

    /** Erased cells are null to whoever reads. */
    private static Version shown(Version version) {
        Object[] cells = new Object[version.row().width()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = version.row().value(i);
        }
        return new Version(version.interval(), Row.of(cells), version.deleted());
    }
}
