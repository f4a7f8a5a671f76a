package dev.scd2.engine;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.diff.BeliefDiff;
import dev.scd2.engine.diff.Redaction;
import dev.scd2.engine.diff.VersionDiff;
import dev.scd2.engine.merge.Admission;
import dev.scd2.engine.merge.Claims;
import dev.scd2.engine.merge.KeyLaw;
import dev.scd2.engine.merge.KeyOutcome;
import dev.scd2.engine.merge.Scope;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.BatchResult;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Version;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one batch and what a store holds of its keys into a plan. Confined to one thread. */
final class Planner {
    private final Dimension dimension;
    private final Batch batch;
    private final List<String> resolved;
    private final StoreTransaction store;
    private final StoreState state;
    private final long systemTime;
    private final Admission admission;
    private final List<SnapshotMark> known;
    private final Map<Key, Long> touched = new HashMap<>();
    private final VersionDiff diff;
    private final BeliefDiff beliefs;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Evidence> superseded = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Set<Key> missing = new HashSet<>();
    private long keysInForce;
    private long deleted;
    private long accepted;
    private long replayed;

    private Planner(Dimension dimension, Batch batch, List<String> resolved, long now, StoreTransaction store) {
        this.dimension = dimension;
        this.batch = batch;
        this.resolved = resolved;
        this.store = store;
        this.state = store.state();
        this.systemTime = Math.max(batch.systemTime().map(Instants::toMicros).orElse(now), state.lastSystemTime());
        this.admission = new Admission(dimension, state.horizon(), this::isCommitted);
        this.known = store.snapshots();
        this.diff = new VersionDiff(recorded());
        this.beliefs = new BeliefDiff(diff);
    }

    /**
     * Returns what {@code batch} does.
     *
     * @param resolved identities of rejections that leave quarantine with it
     * @param now epoch microseconds UTC
     * @throws InvalidChangeException if the batch as a whole is refused
     */
    static BatchResult plan(Dimension dimension, Batch batch, List<String> resolved, long now, StoreTransaction store) {
        Planner planner = new Planner(dimension, batch, resolved, now, store);
        SnapshotMark listing = planner.admit();
        planner.compare(listing);
        ErasedRejections quarantine = new ErasedRejections(dimension, planner.admission, store);
        planner.read(listing, quarantine);
        return planner.result(quarantine);
    }

    private long recorded() {
        return dimension.systemTime() == SystemTime.LOAD ? systemTime : Evidence.NO_TIME;
    }

    private boolean isCommitted(Position position) {
        return store.reached(position.source(), position.partition())
                .map(reached -> position.offset() <= reached.offset())
                .orElse(false);
    }

    private @Nullable SnapshotMark admit() {
        admission.admit(batch.changes());
        return batch.snapshot().map(admission::admit).orElse(null);
    }

    /** Finds the keys that listings and truncates concern, and admits what the listing says of them. */
    private void compare(@Nullable SnapshotMark listing) {
        for (SnapshotMark mark : admission.marks()) {
            boolean isNew = known.stream().noneMatch(mark::isSameAs);
            if (mark.kind() == SnapshotMark.Kind.SPAN_LISTING) {
                compareSpans(mark, isNew);
            } else if (mark.equals(listing)) {
                compareRows(mark, isNew);
            } else {
                accepted += isNew ? 1 : 0;
                replayed += isNew ? 0 : 1;
                concern(store.compare(mark, Collections.emptyIterator()), mark, isNew);
            }
        }
    }

    private void compareRows(SnapshotMark mark, boolean isNew) {
        Listing found = store.compare(mark, admission.listed());
        if (dimension.tracksEverything() && dimension.systemTime() != SystemTime.SOURCE && isAlone(mark)) {
            long repeated = admission.admitListed(found.differing());
            accepted += isNew ? repeated : 0;
            replayed += isNew ? 0 : repeated;
        } else {
            admission.admitListed();
        }
        concern(found, mark, isNew);
        if (isNew && dimension.deletePolicy() != DeletePolicy.IGNORE) {
            missing.addAll(found.missing());
            keysInForce = found.inForce();
        }
    }

    private void concern(Listing found, SnapshotMark mark, boolean isNew) {
        if (isNew || dimension.systemTime() == SystemTime.SOURCE) {
            found.missing().forEach(key -> touch(key, mark.at()));
        }
    }

    /** Returns whether nothing else deletes in the batch, and nothing known could be in conflict with what is listed. */
    private boolean isAlone(SnapshotMark mark) {
        return admission.marks().size() == 1
                && known.stream().allMatch(other -> other.compareTo(mark) != 0 || other.isSameAs(mark));
    }

    /** A listing of periods is compared with all that is held. */
    private void compareSpans(SnapshotMark mark, boolean isNew) {
        Listing found = store.compare(mark, Collections.emptyIterator());
        found.missing().forEach(key -> touch(key, Evidence.NO_TIME));
        if (isNew) {
            missing.addAll(found.missing());
            missing.removeAll(admission.evidence().keySet());
            keysInForce = found.inForce();
        }
    }

    private void read(@Nullable SnapshotMark listing, ErasedRejections quarantine) {
        admission.evidence().forEach((key, claims) -> touch(key, claims.from()));
        if (!dimension.personal().isEmpty()) {
            admission.rejections().forEach(rejection -> touch(rejection.key(), Evidence.NO_TIME));
        }
        if (!touched.isEmpty()) {
            KeyLaw law = new KeyLaw(dimension, state, known, admission.marks(), this::isCommitted);
            store.read(touched, history -> plan(law, history, listing, quarantine));
        }
    }

    private void touch(@Nullable Key key, long from) {
        if (key != null) {
            touched.merge(key, from, Math::min);
        }
    }

    private void plan(KeyLaw law, KeyHistory history, @Nullable SnapshotMark listing, ErasedRejections quarantine) {
        Key key = history.key();
        Claims claims = admission.evidence().get(key);
        List<Evidence> said = claims == null ? List.of() : claims;
        KeyOutcome outcome = law.evaluate(history, said, quarantine.lostOf(key));
        quarantine.note(key, outcome);
        accepted += outcome.accepted();
        replayed += outcome.replayed();
        evidence.addAll(outcome.added());
        superseded.addAll(outcome.superseded());
        rejections.addAll(outcome.rejections());
        if (listing != null
                && missing.contains(key)
                && shown(history, listing) != null
                && outcome.timeline().asOf(Instants.ofMicros(listing.at())).isEmpty()) {
            deleted++;
            keysInForce += isInScope(history, listing) ? 0 : 1;
        }
        List<StoredVersion> latest = history.versions();
        if (outcome.newlyErased()) {
            audit.add(new AuditEntry(
                    AuditEntry.Event.ERASE,
                    digest(key),
                    "versions=" + (latest.size() + history.past().size()) + " sequence=" + outcome.erasedBelow(),
                    systemTime));
            Redaction redaction = new Redaction(dimension, diff.mutations());
            if (dimension.systemTime() != SystemTime.SOURCE) {
                latest = redaction.latest(latest, outcome.timeline());
                redaction.past(history.past(), outcome.kept());
            }
        }
        if (dimension.systemTime() == SystemTime.SOURCE) {
            beliefs.compare(key, latest, history.past(), outcome.beliefs());
        } else {
            diff.compare(key, history.versions(), latest, outcome.timeline());
        }
    }

    /** A key can be in scope by what lies below the listing, and show something else. */
    private boolean isInScope(KeyHistory history, SnapshotMark listing) {
        Version shown = shown(history, listing);
        return shown != null && Scope.isMet(dimension, history.key(), shown.row(), listing);
    }

    private static @Nullable Version shown(KeyHistory history, SnapshotMark listing) {
        return history.versions().stream()
                .map(StoredVersion::version)
                .filter(version -> !version.deleted()
                        && version.interval().startMicros() <= listing.at()
                        && listing.at() < version.interval().endMicros())
                .findFirst()
                .orElse(null);
    }

    static String digest(Key key) {
        MessageDigest digest = AttributeHash.sha256();
        key.parts().forEach(part -> AttributeHash.put(digest, part));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private void brake() {
        if (deleted > dimension.maxDeleteShare() * keysInForce) {
            throw new InvalidChangeException(
                    Reason.SNAPSHOT_DELETE_SHARE,
                    String.format(
                            Locale.ROOT,
                            "The snapshot of dimension %s at %s lacks %d of the %d keys in force%s, %.1f %%; at"
                                    + " most %.1f %% may go at once. Nothing was written. If they are really gone, raise"
                                    + " the greatest share of deletes for this batch.",
                            dimension,
                            batch.snapshot().orElseThrow().at(),
                            deleted,
                            keysInForce,
                            batch.snapshot().orElseThrow().scope().isEmpty() ? "" : " in its scope",
                            100.0 * deleted / keysInForce,
                            100.0 * dimension.maxDeleteShare()));
        }
    }

    private BatchResult result(ErasedRejections quarantine) {
        brake();
        rejections.addAll(0, admission.rejections());
        List<String> leaving = new ArrayList<>(resolved);
        int fresh = rejections.size();
        quarantine.redact(rejections, leaving);
        if (fresh > dimension.rejectLimit()) {
            throw new InvalidChangeException(
                    Reason.REJECT_LIMIT,
                    "The batch for dimension " + dimension + " has " + fresh + " rejected changes, and at most "
                            + dimension.rejectLimit() + " are allowed. Nothing was written. The first: "
                            + rejections.get(0));
        }
        List<SnapshotMark> marks = admission.marks().stream()
                .filter(mark ->
                        known.stream().noneMatch(held -> mark.isSameAs(held) && held.systemTime() <= mark.systemTime()))
                .toList();
        MutationPlan plan = new MutationPlan(
                batch.loadId(),
                recorded(),
                diff.mutations(),
                evidence,
                superseded,
                marks,
                rejections,
                leaving,
                batch.reached(),
                Evidence.NO_TIME,
                audit,
                diff.restatements());
        return new BatchResult(plan, accepted, replayed + admission.skipped(), fresh, state.generation());
    }
}
