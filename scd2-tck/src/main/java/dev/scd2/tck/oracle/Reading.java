package dev.scd2.tck.oracle;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.LateRecord;
import dev.scd2.dimension.Row;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads raw changes as statements: typed, floored to microseconds, and without those that cannot be.
 *
 * <p>Confined to one thread.
 */
final class Reading {
    private final Dimension dimension;
    private final SortedMap<Key, List<Evidence>> statements = new TreeMap<>();
    private final List<SnapshotMark> marks = new ArrayList<>();

    private Reading(Dimension dimension) {
        this.dimension = dimension;
    }

    static Reading of(Dimension dimension, Iterable<Batch> batches) {
        Reading reading = new Reading(dimension);
        for (Batch batch : batches) {
            batch.changes().forEach(reading::change);
            batch.snapshot().ifPresent(reading::snapshot);
        }
        return reading;
    }

    Set<Key> keys() {
        return statements.keySet();
    }

    /** Returns what was said of {@code key}, repetitions included; deletes that the dimension ignores are not among it. */
    List<Evidence> statementsOf(Key key) {
        return statements.getOrDefault(key, List.of());
    }

    /** Returns the listings and truncates, each once. */
    List<SnapshotMark> marks() {
        return marks;
    }

    /** Returns the delete of {@code key} that a truncate is. */
    static Evidence delete(Dimension dimension, Key key, SnapshotMark truncate) {
        int width = dimension.attributes().size();
        return absence(key, Kind.DELETE, null, truncate.at(), truncate.sequence(), width);
    }

    /** Returns a statement that says no values; its system time does not matter. */
    static Evidence absence(Key key, Kind kind, @Nullable String spanId, long validFrom, Sequence sequence, int width) {
        return new Evidence(key, kind, spanId, validFrom, Interval.OPEN, sequence, Row.ofUnsaid(width), null);
    }

    private void change(Change change) {
        try {
            boolean ignored = dimension.deletePolicy() == DeletePolicy.IGNORE && isDelete(change);
            if (!ignored && fits(change) && isInTime(change.systemTime())) {
                read(change);
            }
        } catch (RuntimeException cannotBe) {
            return;
        }
    }

    private static boolean isDelete(Change change) {
        return change instanceof Delete
                || change instanceof Truncate
                || (change instanceof Correction c && c.existence() == Correction.Existence.ABSENT);
    }

    private boolean fits(Change change) {
        boolean both = change instanceof Correction || change instanceof Erasure;
        return both || (change instanceof Span) == (dimension.feed() == Feed.SPANS);
    }

    private void read(Change change) {
        Sequence sequence = Objects.requireNonNull(change.sequence());
        long recorded = recorded(change.systemTime());
        if (change instanceof Truncate t) {
            mark(new SnapshotMark(
                    SnapshotMark.Kind.TRUNCATE, from(t.validFrom()), sequence, Set.of(), Map.of(), recorded));
            return;
        }
        Key key = dimension.key(change.fields());
        Row nothing = Row.ofUnsaid(dimension.attributes().size());
        if (change instanceof Delete d) {
            add(key, Kind.DELETE, null, from(d.validFrom()), Interval.OPEN, sequence, nothing, recorded);
        } else if (change instanceof Erasure) {
            add(key, Kind.ERASURE, null, 0, Interval.OPEN, sequence, nothing, recorded);
        } else if (change instanceof Observation o) {
            add(key, Kind.VALUES, null, from(o.validFrom()), Interval.OPEN, sequence, row(change), recorded);
        } else if (change instanceof Patch p) {
            add(key, Kind.VALUES, null, from(p.validFrom()), Interval.OPEN, sequence, row(change), recorded);
        } else if (change instanceof Correction c) {
            Kind kind = switch (c.existence()) {
                case SAID -> Kind.PUT;
                case UNSAID -> Kind.UPDATE;
                case ABSENT -> Kind.ABSENCE;
            };
            long start = from(c.validFrom());
            long end = end(c.validTo());
            if (start < end) {
                add(key, kind, null, start, end, sequence, kind == Kind.ABSENCE ? nothing : row(change), recorded);
            }
        } else if (change instanceof Span s) {
            boolean empty = !s.isVoid() && end(s.validTo()) <= from(s.validFrom());
            if (s.isVoid() || empty) {
                add(key, Kind.VOID, s.id(), 0, Interval.OPEN, sequence, nothing, recorded);
            } else {
                add(key, Kind.SPAN, s.id(), from(s.validFrom()), end(s.validTo()), sequence, row(change), recorded);
            }
        }
    }

    private void add(
            Key key, Kind kind, @Nullable String id, long from, long to, Sequence sequence, Row row, long recorded) {
        statements
                .computeIfAbsent(key, k -> new ArrayList<>())
                .add(new Evidence(key, kind, id, from, to, sequence, row, recorded, null));
    }

    // --- listings

    private void snapshot(Snapshot snapshot) {
        if (!isInTime(snapshot.systemTime())) {
            return;
        }
        long at = Instants.toMicros(snapshot.at());
        Map<String, @Nullable Object> scope = canonical(snapshot.scope());
        if (snapshot.spans() != null) {
            mark(new SnapshotMark(
                    SnapshotMark.Kind.SPAN_LISTING,
                    at,
                    snapshot.sequence(),
                    said(snapshot),
                    scope,
                    recorded(snapshot.systemTime())));
            for (Span span : snapshot.spans()) {
                if (meets(scope, span.fields())) {
                    change(span.withSequence(snapshot.sequence()).withSystemTime(snapshot.systemTime()));
                }
            }
            return;
        }
        if (dimension.deletePolicy() != DeletePolicy.IGNORE) {
            mark(new SnapshotMark(
                    SnapshotMark.Kind.LISTING,
                    at,
                    snapshot.sequence(),
                    said(snapshot),
                    scope,
                    recorded(snapshot.systemTime())));
        }
        for (Map<String, ? extends @Nullable Object> row : snapshot.rows()) {
            if (meets(scope, row)) {
                change(Observation.of(readable(row), snapshot.at(), snapshot.sequence())
                        .withSystemTime(snapshot.systemTime()));
            }
        }
    }

    private Set<String> said(Snapshot snapshot) {
        Set<String> said = new java.util.TreeSet<>();
        dimension.attributes().forEach(column -> said.add(column.name()));
        said.removeAll(snapshot.unsaid());
        return said;
    }

    private boolean meets(Map<String, @Nullable Object> scope, Map<String, ? extends @Nullable Object> row) {
        Map<String, @Nullable Object> values = canonical(row);
        return scope.entrySet().stream()
                .allMatch(wanted -> Objects.equals(wanted.getValue(), values.get(wanted.getKey())));
    }

    private Map<String, @Nullable Object> canonical(Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> canonical = new HashMap<>();
        List<Column> columns = new ArrayList<>(dimension.naturalKey());
        columns.addAll(dimension.attributes());
        for (Column column : columns) {
            if (fields.containsKey(column.name())) {
                canonical.put(column.name(), column.type().coerce(fields.get(column.name())));
            }
        }
        return canonical;
    }

    /** A listed row with a value of the wrong type is no missing key: what cannot be read is unsaid. */
    private Map<String, @Nullable Object> readable(Map<String, ? extends @Nullable Object> row) {
        Map<String, @Nullable Object> readable = new LinkedHashMap<>(row);
        for (Column column : dimension.attributes()) {
            try {
                column.type().coerce(row.get(column.name()));
            } catch (IllegalArgumentException unreadable) {
                readable.remove(column.name());
            }
        }
        return readable;
    }

    /** Of marks that are the same the earliest recorded time holds. */
    private void mark(SnapshotMark mark) {
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i).isSameAs(mark)) {
                if (mark.systemTime() < marks.get(i).systemTime()) {
                    marks.set(i, mark);
                }
                return;
            }
        }
        marks.add(mark);
    }

    // --- times

    private boolean isInTime(@Nullable Instant systemTime) {
        boolean wanted = dimension.systemTime() == SystemTime.SOURCE;
        boolean late = wanted
                && dimension.lateRecord() == LateRecord.QUARANTINE
                && dimension
                        .watermark()
                        .filter(mark -> systemTime != null && systemTime.isBefore(mark))
                        .isPresent();
        return !wanted || (systemTime != null && !late);
    }

    private long recorded(@Nullable Instant systemTime) {
        if (dimension.systemTime() != SystemTime.SOURCE) {
            return Evidence.NO_TIME;
        }
        Instant watermark = dimension.watermark().orElse(Instants.MIN);
        Instant recorded = Objects.requireNonNull(systemTime);
        return Instants.toMicros(recorded.isBefore(watermark) ? watermark : recorded);
    }

    private static long from(@Nullable Instant instant) {
        return Instants.toMicros(Objects.requireNonNull(instant));
    }

    private static long end(@Nullable Instant instant) {
        return instant == null ? Interval.OPEN : Instants.toMicros(instant);
    }

    private Row row(Change change) {
        for (String column : change.fields().keySet()) {
            boolean known = dimension.ignored().contains(column)
                    || dimension.naturalKey().stream()
                            .anyMatch(part -> part.name().equals(column))
                    || dimension.attributeIndex(column).isPresent();
            if (!known) {
                throw new IllegalArgumentException("unknown column");
            }
        }
        return dimension.row(change.fields());
    }
}
