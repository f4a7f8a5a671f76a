package dev.scd2.engine.merge;

import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes as they came into evidence and marks, or into rejections that say what is wrong with them. Confined to one
 * thread.
 */
public final class Admission {
    /** How many changes are looked at before they are read. */
    private static final int AHEAD = 16;

    private final Dimension dimension;
    private final Door door;
    private final Row nothing;
    private final long horizon;
    private final Predicate<Position> isCommitted;
    private final Map<Key, Claims> evidence = new HashMap<>();
    private final List<SnapshotMark> marks = new ArrayList<>();
    private @Nullable Listed listed;
    private final List<Rejection> rejections = new ArrayList<>();
    private long skipped;

    /**
     * Makes an empty admission.
     *
     * @param horizon before which nothing is accepted, epoch microseconds UTC
     * @param isCommitted whether a position lies at or below a committed one
     */
    public Admission(Dimension dimension, long horizon, Predicate<Position> isCommitted) {
        this.dimension = dimension;
        this.door = new Door(dimension);
        this.nothing = Row.ofUnsaid(dimension.attributes().size());
        this.horizon = horizon;
        this.isCommitted = isCommitted;
    }

    /** Returns what was admitted, by key; live. */
    public Map<Key, Claims> evidence() {
        return evidence;
    }

    /** Returns the listings and truncates admitted; live. */
    public List<SnapshotMark> marks() {
        return marks;
    }

    /** Returns what was not; live. */
    public List<Rejection> rejections() {
        return rejections;
    }

    /** Returns how many changes before the horizon were replays. */
    public long skipped() {
        return skipped;
    }

    /**
     * Admits or rejects changes. Deletes and absences that the dimension ignores leave here without a trace.
     *
     * <p>They lie anywhere in memory, and each at the end of a chain of references. So the widest of a few is looked for
     * before they are read: a processor follows many such chains at once.
     */
    public void admit(List<Change> changes) {
        Change[] all = changes.toArray(Change[]::new);
        for (int from = 0; from < all.length; from += AHEAD) {
            int to = Math.min(from + AHEAD, all.length);
            int widest = 0;
            for (int i = from; i < to; i++) {
                widest = Math.max(widest, all[i].fields().size());
            }
            door.expect(widest);
            for (int i = from; i < to; i++) {
                admit(all[i]);
            }
        }
    }

    private void admit(Change change) {
        try {
            if (isIgnored(change)) {
                return;
            }
            if (change instanceof Truncate truncate) {
                SnapshotMark mark = mark(truncate);
                requireAfterHorizon(mark.at());
                add(mark);
                return;
            }
            Evidence statement = statement(change);
            if (statement.kind().group() == Evidence.Group.BASE
                    || statement.kind().group() == Evidence.Group.CORRECTION) {
                requireAfterHorizon(statement.validFrom());
            }
            add(statement);
        } catch (Refusal refusal) {
            Position position = change.position();
            if (refusal.reason == Reason.BEFORE_HORIZON && position != null && isCommitted.test(position)) {
                skipped++;
                return;
            }
            rejections.add(Rejections.of(dimension, change, refusal));
        }
    }

    /**
     * Admits a snapshot: the listing, and of periods each. Rows are admitted when the listing has been compared.
     *
     * @return its mark
     * @throws dev.scd2.error.InvalidChangeException if it is refused as a whole
     */
    public SnapshotMark admit(Snapshot snapshot) {
        Listed rows = new Listed(dimension, door, snapshot);
        try {
            requireAfterHorizon(rows.mark().at());
        } catch (Refusal refusal) {
            throw refusal.asFailure();
        }
        marks.add(rows.mark());
        listed = rows;
        if (rows.mark().kind() == SnapshotMark.Kind.SPAN_LISTING) {
            rows.readSpans(this::statement);
            addListed();
        }
        return rows.mark();
    }

    /**
     * Returns what each row of the snapshot says; taken once. A row with a value of the wrong type is rejected, and what it
     * does say stays: that the entity exists, and the values of its other columns.
     *
     * @throws dev.scd2.error.InvalidChangeException while it is taken, if the snapshot is refused as a whole
     */
    public Iterator<Evidence> listed() {
        return snapshot().rows();
    }

    /** Admits all rows of the snapshot, which were {@linkplain #listed() taken} before. */
    public void admitListed() {
        snapshot().list();
        addListed();
    }

    /**
     * Admits the rows of the snapshot, which were {@linkplain #listed() taken} before, of keys that differ from what is
     * shown, or of which anything else was admitted, or that say other columns than the listing.
     *
     * @return how many rows were not admitted, since they say what the listing tells by itself
     */
    public long admitListed(Set<Key> differing) {
        Set<Key> wanted = new HashSet<>(differing);
        wanted.addAll(evidence.keySet());
        long repeated = snapshot().list(wanted);
        addListed();
        return repeated;
    }

    private Listed snapshot() {
        return Objects.requireNonNull(listed, "No snapshot was admitted.");
    }

    private void addListed() {
        snapshot().statements().forEach(this::add);
        rejections.addAll(snapshot().rejections());
    }

    private void add(Evidence admitted) {
        evidence.computeIfAbsent(admitted.key(), Claims::new).append(admitted);
    }

    /** Of equal truncates the one that was recorded first holds. */
    private void add(SnapshotMark mark) {
        for (int i = 0; i < marks.size(); i++) {
            SnapshotMark other = marks.get(i);
            if (mark.isSameAs(other)) {
                marks.set(i, mark.systemTime() < other.systemTime() ? mark : other);
                return;
            }
        }
        marks.add(mark);
    }

    private void requireAfterHorizon(long validFrom) throws Refusal {
        if (validFrom < horizon) {
            throw new Refusal(
                    Reason.BEFORE_HORIZON,
                    "It begins at " + Instants.ofMicros(validFrom) + ", before the horizon of dimension " + dimension
                            + " at " + Instants.ofMicros(horizon) + ". What was pruned is decided.");
        }
    }

    private boolean isIgnored(Change change) {
        boolean absence = change instanceof Delete
                || change instanceof Truncate
                || (change instanceof Correction correction && correction.existence() == Correction.Existence.ABSENT);
        return absence && dimension.deletePolicy() == DeletePolicy.IGNORE;
    }

    private SnapshotMark mark(Truncate truncate) throws Refusal {
        requireFedBy(Feed.CHANGES, truncate);
        return new SnapshotMark(
                SnapshotMark.Kind.TRUNCATE,
                Door.time(truncate.validFrom(), "validFrom"),
                Door.sequence(truncate.sequence()),
                Set.of(),
                Map.of(),
                door.systemTime(truncate.systemTime()));
    }

    /** Returns what a change says about one key, if it can be; it is not admitted. */
    public Optional<Evidence> read(Change change) {
        try {
            return Optional.of(statement(change));
        } catch (Refusal refusal) {
            return Optional.empty();
        }
    }

    /** Returns what a change says about one key. */
    Evidence statement(Change change) throws Refusal {
        if (change instanceof Observation observation) {
            return values(observation, observation.validFrom());
        }
        if (change instanceof Patch patch) {
            return values(patch, patch.validFrom());
        }
        if (change instanceof Delete delete) {
            requireFedBy(Feed.CHANGES, delete);
            long from = Door.time(delete.validFrom(), "validFrom");
            return evidence(delete, Evidence.Kind.DELETE, null, from, Interval.OPEN, nothing);
        }
        if (change instanceof Span span) {
            return span(span);
        }
        if (change instanceof Correction correction) {
            return correction(correction);
        }
        return evidence((Erasure) change, Evidence.Kind.ERASURE, null, 0, Interval.OPEN, nothing);
    }

    private Evidence values(Change change, @Nullable Instant validFrom) throws Refusal {
        requireFedBy(Feed.CHANGES, change);
        FieldReader.Read read = door.read(change.fields());
        long from = Door.time(validFrom, "validFrom");
        Claims earlier = evidence.get(read.key());
        Key key = earlier == null ? read.key() : earlier.key();
        return evidence(change, key, Evidence.Kind.VALUES, null, from, Interval.OPEN, read.row());
    }

    private Evidence correction(Correction correction) throws Refusal {
        boolean absent = correction.existence() == Correction.Existence.ABSENT;
        if (!absent) {
            door.checkColumns(correction.fields());
        }
        long from = Door.time(correction.validFrom(), "validFrom");
        long to = end(correction.validTo());
        if (from >= to) {
            throw new Refusal(
                    Reason.EMPTY_PERIOD,
                    "The correction ends at " + correction.validTo()
                            + ", where it begins or before. An end is exclusive.");
        }
        Evidence.Kind kind = switch (correction.existence()) {
            case SAID -> Evidence.Kind.PUT;
            case UNSAID -> Evidence.Kind.UPDATE;
            case ABSENT -> Evidence.Kind.ABSENCE;
        };
        return evidence(correction, kind, null, from, to, absent ? nothing : door.row(correction.fields()));
    }

    private Evidence span(Span span) throws Refusal {
        requireFedBy(Feed.SPANS, span);
        door.checkColumns(span.fields());
        if (span.isVoid()) {
            return evidence(span, Evidence.Kind.VOID, span.id(), 0, Interval.OPEN, nothing);
        }
        long from = Door.time(span.validFrom(), "validFrom");
        long to = end(span.validTo());
        if (from >= to) {
            return evidence(span, Evidence.Kind.VOID, span.id(), 0, Interval.OPEN, nothing);
        }
        return evidence(span, Evidence.Kind.SPAN, span.id(), from, to, door.row(span.fields()));
    }

    private static long end(@Nullable Instant validTo) throws Refusal {
        return validTo == null || validTo.equals(Instants.MAX) ? Interval.OPEN : Door.time(validTo, "validTo");
    }

    private Evidence evidence(
            Change change, Evidence.Kind kind, @Nullable String spanId, long validFrom, long validTo, Row row)
            throws Refusal {
        return evidence(change, door.key(change.fields()), kind, spanId, validFrom, validTo, row);
    }

    private Evidence evidence(
            Change change, Key key, Evidence.Kind kind, @Nullable String spanId, long validFrom, long validTo, Row row)
            throws Refusal {
        return new Evidence(
                key,
                kind,
                spanId,
                validFrom,
                validTo,
                Door.sequence(change.sequence()),
                row,
                door.systemTime(change.systemTime()),
                change.position());
    }

    private void requireFedBy(Feed feed, Change change) throws Refusal {
        if (dimension.feed() != feed) {
            throw new Refusal(
                    Reason.WRONG_KIND,
                    "Dimension " + dimension + " is fed by " + dimension.feed() + " and takes no "
                            + change.getClass().getSimpleName() + ".");
        }
    }
}
