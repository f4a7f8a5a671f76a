package dev.scd2.engine.merge;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What shall be held of a key, given what is held and what is said now. Pure: no I/O, no clock.
 *
 * <p>Stored rows and listings are expanded to statements, the new ones are merged in, the law says what was true when, and
 * the statements are compressed to rows again. Confined to one thread.
 */
public final class KeyLaw {
    private final Dimension dimension;
    private final ConflictOrder order;
    private final Law law;
    private final Erased erased;
    private final Rematch rematch;
    private final long horizon;
    private final Marks known;
    private final Marks all;
    private final Truncates truncates;
    private final SpanHorizon spanHorizon;

    /**
     * Makes the law of one moment.
     *
     * @param known the listings and truncates that are remembered
     * @param added those that come now
     * @param isCommitted whether a position lies at or below a committed one
     */
    public KeyLaw(
            Dimension dimension,
            StoreState state,
            List<SnapshotMark> known,
            List<SnapshotMark> added,
            Predicate<Position> isCommitted) {
        this.dimension = dimension;
        this.order = new ConflictOrder(dimension);
        this.law = new Law(dimension, order);
        this.erased = new Erased(dimension, state.erasureSecret());
        this.rematch = new Rematch(dimension, order);
        this.horizon = state.horizon();
        this.known = Marks.of(known);
        this.all = this.known.with(added);
        this.truncates = new Truncates(dimension, order, known, added);
        this.spanHorizon = new SpanHorizon(dimension, horizon, isCommitted);
    }

    /** Makes the law by which what is held is checked: nothing new is said. */
    public static KeyLaw of(Dimension dimension, StoreState state, List<SnapshotMark> known) {
        return new KeyLaw(dimension, state, known, List.of(), position -> false);
    }

    /** Returns what shall be held. {@code said} is in order of arrival. */
    public KeyOutcome evaluate(KeyHistory history, List<Evidence> said) {
        return evaluate(history, said, List.of());
    }

    /**
     * Returns what shall be held.
     *
     * @param lost statements that lost a conflict before; where personal columns are erased, they may say the same now as
     *     those that hold
     */
    public KeyOutcome evaluate(KeyHistory history, List<Evidence> said, List<Evidence> lost) {
        long since = history.since();
        List<SnapshotMark> heldMarks = known.listingsFrom(since);
        List<SnapshotMark> marks = all.listingsFrom(since);
        List<Evidence> statements = EvidenceMerge.ordered(expand(history, heldMarks));
        Sequence before = Statements.of(statements).erasedBelow();
        List<Evidence> claims = said;
        Sequence erasedBelow = latest(before, said);
        if (erasedBelow != null) {
            statements = erased.below(erasedBelow, statements);
            claims = erased.below(erasedBelow, said);
        }
        List<Rejection> rejections = new ArrayList<>();
        if (spanHorizon.isNeeded()) {
            claims = spanHorizon.admit(
                    statements,
                    claims,
                    rejections,
                    some -> evaluate(history, Statements.of(EvidenceMerge.ordered(some)))
                            .versions());
        }
        EvidenceMerge merge = EvidenceMerge.of(dimension, order, statements, EvidenceMerge.ordered(claims));
        rejections.addAll(merge.losers());
        List<Evidence> merged = merge.kept();
        List<Evidence> fresh = merge.added();
        if (erasedBelow != null && !lost.isEmpty()) {
            merged = rematch.of(merged, erased.below(erasedBelow, lost), rejections);
            fresh = merged;
        }
        List<Evidence> kept = truncates.settle(merged, fresh, rejections);
        Statements settled = Statements.of(kept);
        Lawful lawful = evaluate(history, settled);
        List<Version> versions = whole(history, lawful);
        boolean simple = marks.isEmpty() && erasedBelow == null && kept == merge.kept();
        List<Evidence> rows = simple ? List.of() : compress(history, kept, marks, versions);
        KeyRows change =
                simple ? new KeyRows(merge.added(), merge.superseded()) : KeyRows.between(history.evidence(), rows);
        return new KeyOutcome(
                Timeline.ofNeighbours(versions),
                dimension.systemTime() == SystemTime.SOURCE ? beliefs(history, settled) : List.of(),
                change.added(),
                change.superseded(),
                rejections,
                kept,
                merge.accepted(),
                merge.replayed(),
                erasedBelow,
                erasedBelow != null && (before == null || !erasedBelow.equals(before)));
    }

    private static List<Version> latest(KeyHistory history) {
        List<Version> versions = new ArrayList<>(history.versions().size());
        history.versions().forEach(stored -> versions.add(stored.version()));
        return versions;
    }

    private static @Nullable Sequence latest(@Nullable Sequence before, List<Evidence> said) {
        Sequence latest = before;
        for (int i = 0; i < said.size(); i++) {
            Evidence statement = said.get(i);
            if (statement.kind() == Evidence.Kind.ERASURE
                    && (latest == null || statement.sequence().compareTo(latest) > 0)) {
                latest = statement.sequence();
            }
        }
        return latest;
    }

    private List<Evidence> expand(KeyHistory history, List<SnapshotMark> marks) {
        if (marks.isEmpty()) {
            return history.evidence();
        }
        return dimension.feed() == Feed.SPANS
                ? new SpanListings(dimension, marks).expand(history.evidence())
                : new Listings(dimension, marks).expand(history.key(), history.evidence(), latest(history));
    }

    private List<Evidence> compress(
            KeyHistory history, List<Evidence> kept, List<SnapshotMark> marks, List<Version> versions) {
        if (marks.isEmpty()) {
            return kept;
        }
        return dimension.feed() == Feed.SPANS
                ? new SpanListings(dimension, marks).compress(kept)
                : new Listings(dimension, marks).compress(history.key(), kept, versions);
    }

    private Lawful evaluate(KeyHistory history, Statements statements) {
        boolean existedBefore = !history.versions().isEmpty()
                && history.versions().get(0).version().interval().startMicros() < Math.max(history.since(), horizon);
        return evaluate(history, statements, all, existedBefore);
    }

    /** Returns what is true by {@code statements} and what {@code marks} imply beside them. */
    private Lawful evaluate(KeyHistory history, Statements statements, Marks marks, boolean existedBefore) {
        Statements implied = statements;
        List<SnapshotMark> listings = marks.listingsFrom(Long.MIN_VALUE);
        if (dimension.feed() == Feed.SPANS && !listings.isEmpty()) {
            implied = Statements.of(new SpanListings(dimension, listings).imply(statements.all()));
        }
        List<SnapshotMark> deleting =
                dimension.deletePolicy() == DeletePolicy.IGNORE ? List.of() : marks.deletingFrom(history.since());
        return law.evaluate(history.key(), implied, deleting, existedBefore);
    }

    /**
     * Returns the whole timeline: before the part of the history that was read, and before the horizon, what is held stays;
     * a version that reaches over is cut there; the law says the rest.
     */
    private List<Version> whole(KeyHistory history, Lawful lawful) {
        return joined(history.versions(), lawful, Math.max(history.since(), horizon));
    }

    private static List<Version> joined(List<StoredVersion> held, Lawful lawful, long from) {
        if (from == Long.MIN_VALUE) {
            return lawful.versions();
        }
        List<Version> versions = new ArrayList<>();
        for (StoredVersion stored : held) {
            Version version = stored.version();
            if (version.interval().startMicros() < from) {
                versions.add(Cut.before(from, version, lawful.values()));
            }
        }
        int seam = 0;
        while (seam < lawful.versions().size()
                && lawful.versions().get(seam).interval().endMicros() <= from) {
            seam++;
        }
        if (seam < lawful.versions().size()) {
            Cut.append(versions, from, lawful.versions().get(seam));
            versions.addAll(
                    lawful.versions().subList(seam + 1, lawful.versions().size()));
        }
        return versions;
    }

    /** Returns what was believed when, as a function of all statements and the times at which the source recorded them. */
    private List<Belief> beliefs(KeyHistory history, Statements statements) {
        Beliefs beliefs = new Beliefs();
        for (long time : Beliefs.times(statements.all(), all.marks())) {
            Lawful lawful = evaluate(history, statements.knownAt(time), all.knownAt(time), false);
            List<StoredVersion> held = new ArrayList<>();
            if (horizon != Evidence.NO_TIME) {
                held.addAll(history.versions());
                held.addAll(history.past());
                held.removeIf(stored -> stored.believed().startMicros() > time
                        || stored.believed().endMicros() <= time);
                held.sort((a, b) -> a.version().interval().compareTo(b.version().interval()));
            }
            beliefs.note(time, joined(held, lawful, horizon));
        }
        return beliefs.end();
    }
}
