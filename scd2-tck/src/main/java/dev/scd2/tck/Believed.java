package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
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
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what a store holds with what the oracle believes. Stateless. */
final class Believed {
    private static final Set<Reason> CONFLICTS = Set.of(Reason.CONFLICT, Reason.DUPLICATE_KEY_IN_SNAPSHOT);

    private Believed() {}

    /** Fails unless {@code store}, which holds nothing else, holds what the law says of {@code history}. */
    static void check(DimensionStore store, History history) {
        List<KeyHistory> held = new ArrayList<>();
        store.scan(held::add);
        check(history, held, store.quarantine());
        Belief belief = Oracle.of(history.dimension()).believe(history.batches());
        if (history.dimension().deletePolicy() != DeletePolicy.IGNORE) {
            Set<?> marks = new HashSet<>(store.snapshots());
            if (!marks.equals(belief.marks())) {
                throw new AssertionError("snapshots remembered: expected " + belief.marks() + " but was " + marks);
            }
        }
    }

    /** Fails unless the histories and rejections of one run are what the law says. */
    static void check(History history, List<KeyHistory> held, List<Rejection> quarantine) {
        Belief belief = Oracle.of(history.dimension()).believe(history.batches());
        Map<Key, KeyHistory> byKey = held.stream().collect(Collectors.toMap(KeyHistory::key, h -> h));
        Set<Key> keys = new TreeSet<>(byKey.keySet());
        keys.addAll(belief.timelines().keySet());
        Set<Evidence> evidence = new HashSet<>();
        for (Key key : keys) {
            KeyHistory one = byKey.getOrDefault(key, KeyHistory.empty(key));
            checkVersions(history.dimension(), key, belief.timeline(key), one.versions());
            one.evidence().forEach(statement -> addOnce(evidence, unplaced(statement)));
        }
        same("evidence", belief.evidence(), evidence);
        checkConflicts(history, belief, quarantine);
    }

    private static void checkVersions(
            Dimension dimension, Key key, List<Version> expected, List<StoredVersion> stored) {
        List<Version> actual = stored.stream().map(StoredVersion::version).toList();
        if (!actual.equals(expected)) {
            throw new AssertionError("  key " + Drawing.of(key) + "\n  expected\n" + Drawing.of(expected)
                    + "  but was\n" + Drawing.of(actual));
        }
        for (StoredVersion one : stored) {
            if (one.current() != one.version().isCurrent()) {
                throw new AssertionError(
                        "  the current flag of " + one.version().interval() + " is " + one.current());
            }
            if (!one.attributeHash()
                    .equals(AttributeHash.of(dimension, one.version().row()))) {
                throw new AssertionError("  the hash of " + one.version().interval() + " is not that of its values");
            }
        }
    }

    /** Each loser lies in quarantine once; a rejection is led back to its change by its position. */
    private static void checkConflicts(History history, Belief belief, List<Rejection> quarantine) {
        Map<Position, Evidence> losers = new HashMap<>();
        for (Batch piece : history.apart().batches()) {
            if (piece.changes().isEmpty()) {
                continue;
            }
            Belief alone = Oracle.of(history.dimension()).believe(List.of(piece));
            Position position = piece.changes().get(0).position();
            alone.evidence().stream()
                    .filter(statement -> position != null && belief.conflicts().contains(statement))
                    .forEach(statement -> losers.put(position, statement));
        }
        Set<Evidence> found = new HashSet<>();
        int fromSnapshots = 0;
        for (Rejection rejection : quarantine) {
            if (!CONFLICTS.contains(rejection.reason())) {
                throw new AssertionError("  unexpected in quarantine: " + rejection);
            }
            Evidence loser = losers.get(rejection.position());
            if (loser != null) {
                addOnce(found, loser);
            } else if (isFromFeed(rejection.position())) {
                throw new AssertionError("  in quarantine, but holds its place by the law: " + rejection.payload());
            } else {
                fromSnapshots++;
            }
        }
        if (found.size() + fromSnapshots != belief.conflicts().size()) {
            throw new AssertionError(
                    "  conflicts in quarantine: expected " + belief.conflicts().size() + " ("
                            + belief.conflicts().stream().map(Drawing::of).toList() + ") but was " + quarantine.size());
        }
    }

    private static boolean isFromFeed(@Nullable Position position) {
        return position != null && position.source().startsWith("run ");
    }

    private static void addOnce(Set<Evidence> set, Evidence statement) {
        if (!set.add(statement)) {
            throw new AssertionError("  held twice: " + Drawing.of(statement));
        }
    }

    private static Evidence unplaced(Evidence e) {
        return new Evidence(e.key(), e.kind(), e.spanId(), e.validFrom(), e.validTo(), e.sequence(), e.row(), null);
    }

    private static void same(String what, Set<Evidence> expected, Set<Evidence> actual) {
        if (!expected.equals(actual)) {
            Set<Evidence> missing = new HashSet<>(expected);
            missing.removeAll(actual);
            Set<Evidence> surplus = new HashSet<>(actual);
            surplus.removeAll(expected);
            throw new AssertionError("  " + what + " missing "
                    + missing.stream().map(Drawing::of).toList() + ", surplus "
                    + surplus.stream().map(Drawing::of).toList());
        }
    }
}
