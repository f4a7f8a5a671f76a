package dev.scd2.tck.oracle;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads raw changes as statements: typed, floored to microseconds, and without those that cannot be.
 *
 * <p>A set, because a replay is nothing. Confined to one thread.
 */
final class Reading {
    private final Dimension dimension;
    private final Set<Evidence> statements = new LinkedHashSet<>();
    private final Set<SnapshotMark> marks = new LinkedHashSet<>();

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

    /** Returns what was said, each once; deletes that the dimension ignores are not among them. */
    List<Evidence> statements() {
        return new ArrayList<>(statements);
    }

    /** Returns the places of snapshots; none where the dimension ignores deletes. */
    Set<SnapshotMark> marks() {
        return marks;
    }

    private void change(Change change) {
        read(change).ifPresent(statement -> {
            if (statement.kind() != Evidence.Kind.DELETE || !ignoresDeletes()) {
                statements.add(statement);
            }
        });
    }

    private void snapshot(Snapshot snapshot) {
        if (!ignoresDeletes()) {
            marks.add(new SnapshotMark(Instants.toMicros(snapshot.at()), snapshot.sequence()));
        }
        for (Map<String, ? extends @Nullable Object> row : snapshot.rows()) {
            change(Observation.of(readable(row), snapshot.at(), snapshot.sequence()));
        }
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

    private boolean ignoresDeletes() {
        return dimension.deletePolicy() == DeletePolicy.IGNORE;
    }

    private Optional<Evidence> read(Change change) {
        boolean fits = (change instanceof Span) == (dimension.feed() == Feed.SPANS);
        if (!fits || change.sequence() == null) {
            return Optional.empty();
        }
        try {
            Key key = dimension.key(change.fields());
            return Optional.of(change instanceof Span span ? span(key, span) : base(key, change));
        } catch (RuntimeException cannotBe) {
            return Optional.empty();
        }
    }

    private Evidence base(Key key, Change change) {
        if (change instanceof Delete delete) {
            Row nothing = Row.ofUnsaid(dimension.attributes().size());
            return statement(key, Evidence.Kind.DELETE, from(delete.validFrom()), change.sequence(), nothing);
        }
        Instant validFrom =
                change instanceof Observation observation ? observation.validFrom() : ((Patch) change).validFrom();
        return statement(key, Evidence.Kind.VALUES, from(validFrom), change.sequence(), row(change));
    }

    private Evidence span(Key key, Span span) {
        Sequence sequence = Objects.requireNonNull(span.sequence());
        Instant end = span.validTo();
        Instant start = span.validFrom();
        boolean empty = start != null && end != null && from(end) <= from(start);
        if (span.isVoid() || empty) {
            Row nothing = Row.ofUnsaid(dimension.attributes().size());
            return new Evidence(key, Evidence.Kind.VOID, span.id(), 0, Interval.OPEN, sequence, nothing, null);
        }
        long validTo = end == null ? Interval.OPEN : from(end);
        return new Evidence(key, Evidence.Kind.SPAN, span.id(), from(start), validTo, sequence, row(span), null);
    }

    private static Evidence statement(
            Key key, Evidence.Kind kind, long validFrom, @Nullable Sequence sequence, Row row) {
        return new Evidence(key, kind, null, validFrom, Interval.OPEN, Objects.requireNonNull(sequence), row, null);
    }

    private static long from(@Nullable Instant instant) {
        return Instants.toMicros(Objects.requireNonNull(instant));
    }

    private Row row(Change change) {
        for (String column : change.fields().keySet()) {
            boolean known = dimension.ignored().contains(column)
                    || dimension.naturalKey().stream()
                            .anyMatch(part -> part.name().equals(column))
                    || dimension.attributes().stream()
                            .anyMatch(attribute -> attribute.name().equals(column));
            if (!known) {
                throw new IllegalArgumentException("unknown column");
            }
        }
        return dimension.row(change.fields());
    }
}
