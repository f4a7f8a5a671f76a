package dev.scd2.engine.memory;

import dev.scd2.change.Position;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that an {@link InMemoryStore} holds. A writer changes a copy; once published it is only read. Histories of single
 * keys are immutable values that copies share.
 */
final class Contents {
    private final Dimension dimension;
    private final TreeMap<Key, KeyHistory> histories;
    private final Set<SnapshotMark> marks;
    private final Map<String, Rejection> quarantine;
    private final Map<String, Position> reached;
    private long nextSurrogate;

    Contents(Dimension dimension) {
        this.dimension = dimension;
        histories = new TreeMap<>();
        marks = new LinkedHashSet<>();
        quarantine = new LinkedHashMap<>();
        reached = new HashMap<>();
        nextSurrogate = 1;
    }

    private Contents(Contents other) {
        dimension = other.dimension;
        histories = new TreeMap<>(other.histories);
        marks = new LinkedHashSet<>(other.marks);
        quarantine = new LinkedHashMap<>(other.quarantine);
        reached = new HashMap<>(other.reached);
        nextSurrogate = other.nextSurrogate;
    }

    Contents copy() {
        return new Contents(this);
    }

    Dimension dimension() {
        return dimension;
    }

    Set<Key> keys() {
        return histories.keySet();
    }

    KeyHistory history(Key key) {
        return histories.getOrDefault(key, KeyHistory.empty(key));
    }

    Set<SnapshotMark> marks() {
        return marks;
    }

    Map<String, Rejection> quarantine() {
        return quarantine;
    }

    Map<String, Position> reached() {
        return reached;
    }

    long reserve(int count) {
        long first = nextSurrogate;
        nextSurrogate += count;
        return first;
    }

    void write(MutationPlan plan) {
        Map<Key, List<Mutation>> mutations = new LinkedHashMap<>();
        plan.mutations()
                .forEach(m -> mutations
                        .computeIfAbsent(m.key(), key -> new ArrayList<>())
                        .add(m));
        mutations.forEach((key, ofKey) -> writeVersions(key, ofKey, plan.loadId()));
        writeEvidence(plan);
        marks.addAll(plan.marks());
        plan.rejections().forEach(rejection -> quarantine.putIfAbsent(rejection.identity(), rejection));
        plan.reached()
                .forEach(position -> reached.merge(
                        position.partition() + "/" + position.source(),
                        position,
                        (a, b) -> a.offset() >= b.offset() ? a : b));
    }

    private void writeVersions(Key key, List<Mutation> mutations, String loadId) {
        Map<Long, StoredVersion> versions = new LinkedHashMap<>();
        history(key).versions().forEach(stored -> versions.put(stored.surrogate(), stored));
        for (Mutation mutation : mutations) {
            mutation.accept(new Mutation.Visitor<Void>() {
                @Override
                public Void insert(Insert insert) {
                    put(insert.surrogate(), insert.version(), loadId);
                    return null;
                }

                @Override
                public Void resize(Resize resize) {
                    StoredVersion stored = stored(resize);
                    put(resize.surrogate(), stored.version().over(resize.after()), stored.loadId());
                    return null;
                }

                @Override
                public Void overwrite(Overwrite overwrite) {
                    StoredVersion stored = stored(overwrite);
                    Version after = overwrite.after().over(stored.version().interval());
                    put(overwrite.surrogate(), after, stored.loadId());
                    return null;
                }

                @Override
                public Void retract(Retract retract) {
                    versions.remove(retract.surrogate());
                    return null;
                }

                private StoredVersion stored(Mutation of) {
                    StoredVersion stored = versions.get(of.surrogate());
                    if (stored == null) {
                        throw new IllegalStateException("There is no version " + of.surrogate() + " to change.");
                    }
                    return stored;
                }

                private void put(long surrogate, Version version, String load) {
                    String hash = AttributeHash.of(dimension, version.row());
                    versions.put(
                            surrogate, new StoredVersion(surrogate, key, version, version.isCurrent(), hash, load));
                }
            });
        }
        List<StoredVersion> ordered = new ArrayList<>(versions.values());
        ordered.sort(Comparator.comparing(stored -> stored.version().interval()));
        histories.put(
                key, new KeyHistory(key, Long.MIN_VALUE, ordered, history(key).evidence()));
    }

    private void writeEvidence(MutationPlan plan) {
        Map<Key, List<Evidence>> changed = new LinkedHashMap<>();
        for (Evidence gone : plan.superseded()) {
            changed.computeIfAbsent(
                            gone.key(), key -> new ArrayList<>(history(key).evidence()))
                    .removeIf(gone::isAtPlaceOf);
        }
        for (Evidence added : plan.evidence()) {
            changed.computeIfAbsent(
                            added.key(), key -> new ArrayList<>(history(key).evidence()))
                    .add(added);
        }
        changed.forEach((key, evidence) -> histories.put(
                key, new KeyHistory(key, Long.MIN_VALUE, history(key).versions(), evidence)));
    }
}
