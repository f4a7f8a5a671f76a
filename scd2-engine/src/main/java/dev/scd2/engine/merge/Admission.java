package dev.scd2.engine.merge;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The door: turns changes as they came into evidence, or into rejections that say what is wrong with them.
 *
 * <p>Instants are floored to the microsecond here and nowhere else. Confined to one thread.
 */
public final class Admission {
    private final Dimension dimension;
    private final Set<String> known = new HashSet<>();
    private final Map<Key, List<Evidence>> evidence = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final ConflictOrder order;

    /** Makes an empty admission. */
    public Admission(Dimension dimension) {
        this.dimension = dimension;
        this.order = new ConflictOrder(dimension);
        dimension.naturalKey().forEach(column -> known.add(column.name()));
        dimension.attributes().forEach(column -> known.add(column.name()));
        known.addAll(dimension.ignored());
    }

    /** Returns what was admitted, by key, in order of arrival; live. */
    public Map<Key, List<Evidence>> evidence() {
        return evidence;
    }

    /** Returns what was not; live. */
    public List<Rejection> rejections() {
        return rejections;
    }

    /** Admits or rejects one change. Deletes that the dimension ignores leave here without a trace. */
    public void admit(Change change) {
        try {
            Evidence admitted = evidenceOf(change);
            if (admitted != null) {
                add(admitted);
            }
        } catch (Refusal refusal) {
            rejections.add(Rejections.of(change, refusal.reason, refusal.text));
        }
    }

    /**
     * Admits the rows of a snapshot. A row with a value of the wrong type is rejected, and what it does say stays: that
     * the entity exists, and the values of its other columns.
     *
     * @throws InvalidChangeException if a kept column is missing and not declared unsaid, a column is unknown, or the
     *     dimension is fed by spans
     */
    public void admit(Snapshot snapshot) {
        if (dimension.feed() != Feed.CHANGES) {
            throw new InvalidChangeException(
                    Reason.WRONG_KIND, "Dimension " + dimension + " is fed by spans and takes no snapshot of rows.");
        }
        long at = micros(snapshot.at());
        int number = 0;
        Map<Key, Evidence> listed = new LinkedHashMap<>();
        for (Map<String, ? extends @Nullable Object> fields : snapshot.rows()) {
            checkColumns(snapshot, fields);
            admitListed(snapshot, at, fields, new Position("snapshot " + snapshot.at(), 0, number++), listed);
        }
        listed.values().forEach(this::add);
    }

    private void admitListed(
            Snapshot snapshot,
            long at,
            Map<String, ? extends @Nullable Object> fields,
            Position position,
            Map<Key, Evidence> listed) {
        Observation row = new Observation(Map.of(), snapshot.at(), snapshot.sequence(), position);
        try {
            Key key = key(fields);
            Object[] cells = new Object[dimension.attributes().size()];
            for (int i = 0; i < cells.length; i++) {
                Column column = dimension.attributes().get(i);
                cells[i] = Row.unsaid();
                if (fields.containsKey(column.name())) {
                    try {
                        cells[i] = column.type().coerce(fields.get(column.name()));
                    } catch (IllegalArgumentException wrong) {
                        rejections.add(Rejections.of(
                                row, fields, Reason.WRONG_TYPE, "Column " + column.name() + ": " + wrong.getMessage()));
                    }
                }
            }
            list(
                    new Evidence(
                            key,
                            Evidence.Kind.VALUES,
                            null,
                            at,
                            Interval.OPEN,
                            snapshot.sequence(),
                            Row.of(cells),
                            position),
                    listed);
        } catch (Refusal refusal) {
            rejections.add(Rejections.of(row, fields, refusal.reason, refusal.text));
        }
    }

    /** Of two rows with one key the same one is listed whatever their order; a repeated row is one row. */
    private void list(Evidence row, Map<Key, Evidence> listed) {
        Evidence holder = listed.putIfAbsent(row.key(), row);
        if (holder == null || holder.saysSameAs(row)) {
            return;
        }
        if (dimension.conflictPolicy() == ConflictPolicy.FAIL) {
            throw new InvalidChangeException(
                    Reason.DUPLICATE_KEY_IN_SNAPSHOT,
                    "A snapshot of dimension " + dimension + " lists one key with different values, rows "
                            + holder.position() + " and " + row.position()
                            + ", and conflicts fail the batch. Remove one, or let conflicts go to quarantine.");
        }
        boolean wins = order.wins(row, holder);
        if (wins) {
            listed.put(row.key(), row);
        }
        rejections.add(Rejections.of(dimension, wins ? holder : row, Reason.DUPLICATE_KEY_IN_SNAPSHOT));
    }

    private void checkColumns(Snapshot snapshot, Map<String, ? extends @Nullable Object> fields) {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidChangeException(
                        Reason.UNKNOWN_COLUMN,
                        "The snapshot at " + snapshot.at() + " has the column " + name + ", which dimension "
                                + dimension + " does not have. Declare it, or declare it ignored.");
            }
        }
        for (Column column : dimension.attributes()) {
            if (!fields.containsKey(column.name()) && !snapshot.unsaid().contains(column.name())) {
                throw new InvalidChangeException(
                        Reason.MISSING_COLUMN,
                        "The snapshot at " + snapshot.at() + " lacks the column " + column.name() + " of dimension "
                                + dimension + ". Declare it unsaid if the listing says nothing about it.");
            }
        }
    }

    private void add(Evidence admitted) {
        evidence.computeIfAbsent(admitted.key(), key -> new ArrayList<>(1)).add(admitted);
    }

    private @Nullable Evidence evidenceOf(Change change) throws Refusal {
        if (change instanceof Span span) {
            return spanEvidence(span);
        }
        if (dimension.feed() != Feed.CHANGES) {
            throw new Refusal(
                    Reason.WRONG_KIND,
                    "Dimension " + dimension + " is fed by spans and takes no "
                            + change.getClass().getSimpleName() + ".");
        }
        if (change instanceof Delete delete) {
            if (dimension.deletePolicy() == DeletePolicy.IGNORE) {
                return null;
            }
            return statement(delete, Evidence.Kind.DELETE, delete.validFrom());
        }
        checkColumns(change.fields());
        Instant validFrom =
                change instanceof Observation observation ? observation.validFrom() : ((Patch) change).validFrom();
        return statement(change, Evidence.Kind.VALUES, validFrom);
    }

    private Evidence statement(Change change, Evidence.Kind kind, @Nullable Instant validFrom) throws Refusal {
        Key key = key(change.fields());
        long from = time(validFrom, "validFrom");
        Sequence sequence = sequence(change);
        Row row = kind == Evidence.Kind.VALUES
                ? row(change.fields())
                : Row.ofUnsaid(dimension.attributes().size());
        return new Evidence(key, kind, null, from, Interval.OPEN, sequence, row, change.position());
    }

    private Evidence spanEvidence(Span span) throws Refusal {
        if (dimension.feed() != Feed.SPANS) {
            throw new Refusal(
                    Reason.WRONG_KIND,
                    "Dimension " + dimension
                            + " is not fed by spans. Declare fedBy(Feed.SPANS), or send observations.");
        }
        checkColumns(span.fields());
        Key key = key(span.fields());
        Sequence sequence = sequence(span);
        Row nothing = Row.ofUnsaid(dimension.attributes().size());
        Evidence voided =
                new Evidence(key, Evidence.Kind.VOID, span.id(), 0, Interval.OPEN, sequence, nothing, span.position());
        if (span.isVoid()) {
            return voided;
        }
        long from = time(span.validFrom(), "validFrom");
        long to = span.validTo() == null ? Interval.OPEN : time(span.validTo(), "validTo");
        if (from >= to) {
            return voided;
        }
        return new Evidence(
                key, Evidence.Kind.SPAN, span.id(), from, to, sequence, row(span.fields()), span.position());
    }

    private void checkColumns(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new Refusal(
                        Reason.UNKNOWN_COLUMN,
                        "Dimension " + dimension + " has no column " + name + ". Declare it, or declare it ignored.");
            }
        }
    }

    private Key key(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        for (Column column : dimension.naturalKey()) {
            if (fields.get(column.name()) == null) {
                throw new Refusal(
                        Reason.NULL_KEY,
                        "The natural key column " + column.name() + " is null or missing. Every change needs it.");
            }
        }
        try {
            return dimension.key(fields);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(Reason.WRONG_TYPE, "The natural key: " + wrong.getMessage());
        }
    }

    private Row row(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        Object[] cells = new Object[dimension.attributes().size()];
        for (int i = 0; i < cells.length; i++) {
            Column column = dimension.attributes().get(i);
            Object value = fields.get(column.name());
            if (value == null) {
                cells[i] = fields.containsKey(column.name()) ? null : Row.unsaid();
                continue;
            }
            try {
                cells[i] = column.type().coerce(value);
            } catch (IllegalArgumentException wrong) {
                throw new Refusal(Reason.WRONG_TYPE, "Column " + column.name() + ": " + wrong.getMessage());
            }
        }
        return Row.of(cells);
    }

    private static Sequence sequence(Change change) throws Refusal {
        Sequence sequence = change.sequence();
        if (sequence == null) {
            throw new Refusal(Reason.NULL_SEQUENCE, "The change has no sequence. Every change needs one.");
        }
        return sequence;
    }

    private static long time(@Nullable Instant instant, String name) throws Refusal {
        if (instant == null) {
            throw new Refusal(Reason.NULL_TIME, "The change has no " + name + ". Every change needs one.");
        }
        if (!Instants.isInRange(instant)) {
            throw new Refusal(
                    Reason.TIME_OUT_OF_RANGE,
                    "The " + name + " " + instant + " is outside " + Instants.MIN + " (inclusive) .. " + Instants.MAX
                            + " (exclusive).");
        }
        return Instants.toMicros(instant);
    }

    private static long micros(Instant at) {
        try {
            return time(at, "time of the snapshot");
        } catch (Refusal refusal) {
            throw new InvalidChangeException(refusal.reason, refusal.text);
        }
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        final Reason reason;
        final String text;

        Refusal(Reason reason, String text) {
            super(text, null, false, false);
            this.reason = reason;
            this.text = text;
        }
    }
}
