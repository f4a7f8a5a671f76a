package dev.scd2.engine;

import dev.scd2.change.Batch;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.diff.VersionDiff;
import dev.scd2.engine.merge.Admission;
import dev.scd2.engine.merge.EvidenceMerge;
import dev.scd2.engine.merge.Law;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.BatchResult;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns one batch and what a store holds of its keys into a plan. Does no I/O: the store's answers are handed in.
 *
 * <p>Use: {@link #admitted} first, then {@link #listing} if there is a snapshot, {@link #touched} to know what to read,
 * {@link #plan} for each history read, {@link #result} at the end. Confined to one thread.
 */
final class Planner {
    private static final Comparator<SnapshotMark> BY_PLACE =
            Comparator.comparingLong(SnapshotMark::at).thenComparing(SnapshotMark::sequence);

    private final Dimension dimension;
    private final Batch batch;
    private final Admission admission;
    private final Map<Key, Long> touched = new HashMap<>();
    private final List<SnapshotMark> marks = new ArrayList<>();
    private final List<SnapshotMark> newMarks = new ArrayList<>();
    private final VersionDiff diff = new VersionDiff();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Evidence> superseded = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final @Nullable SnapshotMark listing;
    private final Set<Key> missing = new HashSet<>();
    private int keysInForce;
    private int deleted;
    private long replayed;

    private Planner(Dimension dimension, Batch batch) {
        this.dimension = dimension;
        this.batch = batch;
        this.admission = new Admission(dimension);
        batch.changes().forEach(admission::admit);
        Snapshot snapshot = batch.snapshot().orElse(null);
        if (snapshot == null) {
            listing = null;
        } else {
            admission.admit(snapshot);
            listing = new SnapshotMark(Instants.toMicros(snapshot.at()), snapshot.sequence());
        }
        admission
                .evidence()
                .forEach((key, statements) ->
                        statements.forEach(statement -> touched.merge(key, statement.validFrom(), Math::min)));
    }

    static Planner admitted(Dimension dimension, Batch batch) {
        return new Planner(dimension, batch);
    }

    /** Returns when the batch's snapshot says that missing keys do not exist, unless it says nothing about them. */
    @Nullable
    SnapshotMark listing() {
        return dimension.deletePolicy() == DeletePolicy.IGNORE ? null : listing;
    }

    /** Takes the snapshots that the store knows and, if this batch brings a new one, the keys in force at its time. */
    void marks(List<SnapshotMark> known, List<Key> inForce) {
        marks.addAll(known);
        SnapshotMark mark = listing();
        if (mark != null && !known.contains(mark)) {
            marks.add(mark);
            newMarks.add(mark);
            keysInForce = inForce.size();
            missing.addAll(missing(mark, inForce));
            missing.forEach(key -> touched.merge(key, mark.at(), Math::min));
        }
        marks.sort(BY_PLACE);
    }

    private List<Key> missing(SnapshotMark mark, List<Key> inForce) {
        Set<Key> listed = new HashSet<>();
        admission.evidence().forEach((key, statements) -> {
            if (statements.stream()
                    .anyMatch(s -> s.validFrom() == mark.at() && s.sequence().equals(mark.sequence()))) {
                listed.add(key);
            }
        });
        return inForce.stream().filter(key -> !listed.contains(key)).toList();
    }

    private void brake() {
        if (listing != null && deleted > dimension.maxDeleteShare() * keysInForce) {
            throw new InvalidChangeException(
                    Reason.SNAPSHOT_DELETE_SHARE,
                    String.format(
                            Locale.ROOT,
                            "The snapshot of dimension %s at %s lacks %d of the %d keys in force, %.1f %%; at most %.1f %%"
                                    + " may go at once. Nothing was written. If they are really gone, raise the greatest"
                                    + " share of deletes for this batch.",
                            dimension,
                            Instants.ofMicros(listing.at()),
                            deleted,
                            keysInForce,
                            100.0 * deleted / keysInForce,
                            100.0 * dimension.maxDeleteShare()));
        }
    }

    /**
     * Returns the rows of a new listing whose keys have no other statement in the batch: most of them usually say what is
     * known, and the store may tell which. Empty where it cannot.
     */
    List<Evidence> listedAlone() {
        SnapshotMark mark = listing;
        if (mark == null || !dimension.tracksEverything()) {
            return List.of();
        }
        return admission.evidence().values().stream()
                .filter(statements -> statements.size() == 1)
                .map(statements -> statements.get(0))
                .filter(statement -> statement.kind() == Evidence.Kind.VALUES
                        && statement.validFrom() == mark.at()
                        && statement.sequence().equals(mark.sequence()))
                .toList();
    }

    /** Takes the keys whose statement changes no version: it is remembered, and they are not read. */
    void repeating(Set<Key> keys) {
        keys.forEach(key -> {
            touched.remove(key);
            evidence.addAll(admission.evidence().getOrDefault(key, List.of()));
        });
    }

    /** Returns the keys to be read, each with the first instant that the batch speaks of. */
    Map<Key, Long> touched() {
        return touched;
    }

    /** Plans one key. */
    void plan(KeyHistory history) {
        EvidenceMerge merge = new EvidenceMerge(dimension, history.evidence());
        for (Evidence statement : admission.evidence().getOrDefault(history.key(), List.of())) {
            merge.add(statement);
        }
        replayed += merge.replayed();
        evidence.addAll(merge.added());
        superseded.addAll(merge.superseded());
        rejections.addAll(merge.losers());
        Timeline timeline = timeline(history, merge.ordered());
        if (listing != null
                && missing.contains(history.key())
                && timeline.asOf(Instants.ofMicros(listing.at())).isEmpty()) {
            deleted++;
        }
        diff.compare(history.key(), history.versions(), timeline);
    }

    /**
     * Returns what the whole timeline shall be, from the part of the history that was read: what ends before the window
     * stays, a version that reaches into it is cut at its start, the law says the rest.
     */
    private Timeline timeline(KeyHistory history, List<Evidence> ordered) {
        long since = history.since();
        if (since == Long.MIN_VALUE) {
            return Law.timeline(dimension, ordered, marks, false);
        }
        List<Version> versions = new ArrayList<>();
        for (StoredVersion stored : history.versions()) {
            Interval interval = stored.version().interval();
            if (interval.startMicros() < since) {
                long end = Math.min(interval.endMicros(), since);
                versions.add(stored.version().over(new Interval(interval.startMicros(), end)));
            }
        }
        List<SnapshotMark> later =
                marks.stream().filter(mark -> mark.at() >= since).toList();
        versions.addAll(
                Law.timeline(dimension, ordered, later, !versions.isEmpty()).versions());
        return Timeline.of(versions);
    }

    /**
     * Returns what the batch does.
     *
     * @throws InvalidChangeException if more was rejected, or a snapshot deletes more keys, than the dimension allows
     */
    BatchResult result() {
        brake();
        rejections.addAll(0, admission.rejections());
        if (rejections.size() > dimension.rejectLimit()) {
            throw new InvalidChangeException(
                    Reason.REJECT_LIMIT,
                    "The batch for dimension " + dimension + " has " + rejections.size()
                            + " rejected changes, and at most "
                            + dimension.rejectLimit() + " are allowed. Nothing was written. The first: "
                            + rejections.get(0));
        }
        MutationPlan plan = new MutationPlan(
                batch.loadId(),
                diff.mutations(),
                evidence,
                superseded,
                newMarks,
                rejections,
                batch.reached(),
                diff.restatements());
        return new BatchResult(plan, evidence.size(), replayed, rejections.size());
    }
}
