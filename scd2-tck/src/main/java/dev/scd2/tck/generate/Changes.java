package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Correction.Existence;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes random changes and listings with few keys, few instants, few sequences and few values. Confined to one thread. */
final class Changes {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SplittableRandom random;
    private final Dimension dimension;
    private final int keys;
    private final int instants;
    private final int sequences;

    Changes(SplittableRandom random, Dimension dimension, int size) {
        this.random = random;
        this.dimension = dimension;
        keys = size <= 6 ? 1 : 1 + random.nextInt(Math.max(1, size / 6));
        instants = 2 + random.nextInt(2 + size / 3);
        sequences = 2 + random.nextInt(2 + size / 2);
    }

    /** Returns a change of one key. */
    Change ofKey(Position position) {
        int kind = random.nextInt(100);
        Change change;
        if (kind < 3) {
            change = new Erasure(key(), sequence(), position, null);
        } else if (kind < 22) {
            change = correction(position);
        } else {
            change = dimension.feed() == Feed.SPANS ? span(position) : base(position);
        }
        return change.withSystemTime(recorded());
    }

    Truncate truncate(Position position) {
        return new Truncate(at(random.nextInt(instants)), sequence(), position, recorded());
    }

    /** Returns what was said in {@code piece} once more, read elsewhere and recorded at another time. */
    Batch again(Batch piece, Position position) {
        Instant recorded = recorded();
        return piece.snapshot()
                .map(listing -> Batch.of(listing.withSystemTime(recordedInTime())))
                .orElseGet(() ->
                        Batch.of(piece.changes().get(0).withPosition(position).withSystemTime(recorded)));
    }

    private Change base(Position position) {
        Instant at = at(random.nextInt(instants));
        int kind = random.nextInt(10);
        if (kind < 2) {
            return new Delete(key(), at, sequence(), position);
        }
        return kind < 5
                ? new Patch(with(key(), 2), at, sequence(), position)
                : new Observation(with(key(), 12), at, sequence(), position);
    }

    private Change correction(Position position) {
        Existence existence = Dimensions.pick(
                random, Existence.SAID, Existence.SAID, Existence.UNSAID, Existence.UNSAID, Existence.ABSENT);
        int from = random.nextInt(instants);
        Instant end = random.nextInt(4) == 0 ? null : at(from + 1 + random.nextInt(3));
        Map<String, @Nullable Object> fields = existence == Existence.ABSENT ? key() : with(key(), 2);
        return new Correction(fields, at(from), end, existence, sequence(), position, null);
    }

    private Change span(@Nullable Position position) {
        String id = "p" + random.nextInt(3);
        int from = random.nextInt(instants);
        if (random.nextInt(6) == 0) {
            return new Span(id, key(), null, null, true, sequence(), position);
        }
        Instant end = random.nextInt(3) == 0 ? null : at(from + random.nextInt(3));
        return new Span(id, with(key(), 9), at(from), end, false, sequence(), position);
    }

    // --- listings

    /** Returns a listing: of spans where the dimension is fed by them, complete or in a scope, of all columns or not. */
    Snapshot listing() {
        Map<String, @Nullable Object> scope = random.nextInt(3) == 0 ? scope() : Map.of();
        if (dimension.feed() == Feed.SPANS) {
            return spanListing(scope);
        }
        Column left =
                dimension.attributes().get(random.nextInt(dimension.attributes().size()));
        Set<String> unsaid = random.nextInt(4) == 0 && !scope.containsKey(left.name()) ? Set.of(left.name()) : Set.of();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < keys + 1; i++) {
            if (random.nextInt(3) > 0) {
                Map<String, @Nullable Object> row = with(key(), Integer.MAX_VALUE);
                row.keySet().removeAll(unsaid);
                row.putAll(scope);
                rows.add(row);
            }
        }
        return new Snapshot(at(random.nextInt(instants)), sequence(), rows, null, unsaid, scope, recordedInTime());
    }

    private Snapshot spanListing(Map<String, @Nullable Object> scope) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < keys + 1; i++) {
            Span span = (Span) span(null);
            if (!span.isVoid() && random.nextInt(3) > 0) {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>(span.fields());
                fields.putAll(scope);
                spans.add(span.withFields(fields));
            }
        }
        return new Snapshot(
                at(random.nextInt(instants)), sequence(), List.of(), spans, Set.of(), scope, recordedInTime());
    }

    /** By a part of the key, or by a tracked column that is not personal. */
    private Map<String, @Nullable Object> scope() {
        Map<String, @Nullable Object> scope = new LinkedHashMap<>();
        List<Column> columns = new ArrayList<>(dimension.attributes());
        columns.removeIf(column ->
                column.policy() != AttributePolicy.TRACK || dimension.personal().contains(column.name()));
        if (columns.isEmpty() || random.nextInt(6) == 0) {
            scope.put("id", key().get("id"));
        } else {
            Column column = columns.get(random.nextInt(columns.size()));
            scope.put(column.name(), Values.random(random, column.type()));
        }
        return scope;
    }

    // --- parts

    private Map<String, @Nullable Object> key() {
        int number = random.nextInt(keys);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Column part : dimension.naturalKey()) {
            switch (part.name()) {
                case Dimensions.RUN -> fields.put(part.name(), 0L);
                case "id" -> fields.put(part.name(), number % 2 == 0 ? "a|" : "a");
                default -> fields.put(part.name(), number / 2);
            }
        }
        return fields;
    }

    /** Adds values; one column in {@code unsaidOneIn} stays unsaid. */
    private Map<String, @Nullable Object> with(Map<String, @Nullable Object> fields, int unsaidOneIn) {
        for (Column column : dimension.attributes()) {
            if (unsaidOneIn == Integer.MAX_VALUE || random.nextInt(unsaidOneIn) > 0) {
                fields.put(column.name(), Values.random(random, column.type()));
            }
        }
        if (random.nextInt(8) == 0) {
            fields.put("noise", random.nextInt());
        }
        return fields;
    }

    private Instant at(int number) {
        Instant at = START.plus(Duration.ofDays(number));
        return random.nextInt(10) == 0 ? at.plusNanos(random.nextInt(1_000)) : at;
    }

    private Sequence sequence() {
        long first = random.nextInt(sequences);
        return random.nextInt(6) == 0 ? Sequence.of(first, random.nextInt(2)) : Sequence.of(first);
    }

    /** A listing recorded below the watermark is refused whole. */
    private @Nullable Instant recordedInTime() {
        Instant recorded = recorded();
        Instant watermark = dimension.watermark().orElse(null);
        return recorded == null || watermark == null || !recorded.isBefore(watermark) ? recorded : watermark;
    }

    private @Nullable Instant recorded() {
        return dimension.systemTime() == SystemTime.SOURCE ? at(random.nextInt(4)) : null;
    }
}
