package dev.scd2.tck.cases;

import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a store holds, to be compared with what it holds later; what was recorded beside is left out. Immutable.
 *
 * @param versions of each key, every belief
 * @param evidence of each key
 * @param marks listings and truncates
 * @param quarantine what was rejected
 * @param horizon the horizon
 */
record Contents(
        Map<Key, Set<StoredVersion>> versions,
        Map<Key, Set<Evidence>> evidence,
        Set<SnapshotMark> marks,
        Set<Rejection> quarantine,
        long horizon) {

    /** The name of a part. */
    static final String EVIDENCE = "evidence";

    static Contents of(DimensionStore store) {
        Map<Key, Set<StoredVersion>> versions = new TreeMap<>();
        Map<Key, Set<Evidence>> evidence = new TreeMap<>();
        store.scan(history -> {
            Set<StoredVersion> rows = new HashSet<>(history.versions());
            rows.addAll(history.past());
            versions.put(history.key(), rows);
            evidence.put(history.key(), new HashSet<>(history.evidence()));
        });
        return new Contents(
                versions,
                evidence,
                new HashSet<>(store.snapshots()),
                new HashSet<>(store.quarantine()),
                store.state().horizon());
    }

    /** Returns the parts that differ, by name. */
    List<String> differences(Contents other) {
        List<String> parts = new ArrayList<>();
        note(parts, "versions", versions.equals(other.versions));
        note(parts, EVIDENCE, evidence.equals(other.evidence));
        note(parts, "listings", marks.equals(other.marks));
        note(parts, "quarantine", quarantine.equals(other.quarantine));
        note(parts, "horizon", horizon == other.horizon);
        return parts;
    }

    private static void note(List<String> parts, String part, boolean same) {
        if (!same) {
            parts.add(part);
        }
    }
}
