package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes random histories with few keys, few instants, few sequences and few values, so that ties, late changes, no-ops,
 * deletes, revivals, hidden values, conflicts, replays, patches and explicit nulls are all frequent.
 *
 * <p>Every change carries a position whose offset is its number in the history. Confined to one thread.
 */
public final class Histories {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SplittableRandom random;
    private final Dimension dimension;
    private final boolean withSnapshots;
    private final int keys;
    private final int instants;
    private final int sequences;
    private final List<Batch> pieces = new ArrayList<>();
    private final List<Change> said = new ArrayList<>();

    private Histories(SplittableRandom random, Dimension dimension, boolean withSnapshots, int size) {
        this.random = random;
        this.dimension = dimension;
        this.withSnapshots = withSnapshots;
        keys = size <= 6 ? 1 : 1 + random.nextInt(Math.max(1, size / 6));
        instants = 2 + random.nextInt(2 + size / 3);
        sequences = 2 + random.nextInt(2 + size / 2);
    }

    /** Returns a random dimension fed by {@code feed}; the first part of its key is {@code run}, a long. */
    public static Dimension dimension(SplittableRandom random, Feed feed) {
        return Dimensions.random(random, feed);
    }

    /** Returns a random history of {@code size} changes of {@code dimension}, each in a batch of its own. */
    public static History of(SplittableRandom random, Dimension dimension, int size) {
        return new Histories(random, dimension, false, size).make(size);
    }

    /** Returns one in which some of the {@code size} pieces are snapshots. */
    public static History withSnapshots(SplittableRandom random, Dimension dimension, int size) {
        return new Histories(random, dimension, true, size).make(size);
    }

    /** Returns {@code history} with {@code run} as the first part of every key and as the source of its positions. */
    public static History asRun(History history, long run) {
        List<Batch> batches = new ArrayList<>();
        for (Batch batch : history.batches()) {
            Batch.Builder builder = Batch.builder();
            batch.changes().forEach(change -> builder.change(asRun(change, run)));
            batch.snapshot().ifPresent(builder::snapshot);
            batches.add(builder.build());
        }
        return new History(history.dimension(), batches);
    }

    /** Returns the name of the source of the positions of {@code run}. */
    public static String source(long run) {
        return "run " + run;
    }

    private History make(int size) {
        for (int i = 0; i < size; i++) {
            pieces.add(withSnapshots && random.nextInt(5) == 0 ? Batch.of(snapshot()) : Batch.of(change(i)));
        }
        return new History(dimension, pieces);
    }

    private Change change(int number) {
        Position position = new Position(source(0), 0, number);
        Change change = !said.isEmpty() && random.nextInt(12) == 0
                ? moved(said.get(random.nextInt(said.size())), position)
                : dimension.feed() == Feed.SPANS ? span(position) : base(position);
        said.add(change);
        return change;
    }

    private Change base(Position position) {
        Instant at = at(random.nextInt(instants));
        Sequence sequence = sequence();
        int kind = random.nextInt(10);
        if (kind < 2) {
            return new Delete(key(), at, sequence, position);
        }
        if (kind < 5) {
            return new Patch(with(key(), 2), at, sequence, position);
        }
        return new Observation(with(key(), 12), at, sequence, position);
    }

    private Change span(Position position) {
        String id = "p" + random.nextInt(3);
        Sequence sequence = sequence();
        int from = random.nextInt(instants);
        if (random.nextInt(6) == 0) {
            return new Span(id, key(), null, null, true, sequence, position);
        }
        boolean open = random.nextInt(3) == 0;
        int length = random.nextInt(3);
        return new Span(id, with(key(), 9), at(from), open ? null : at(from + length), false, sequence, position);
    }

    private Snapshot snapshot() {
        Column left =
                dimension.attributes().get(random.nextInt(dimension.attributes().size()));
        Set<String> unsaid = random.nextInt(4) == 0 ? Set.of(left.name()) : Set.of();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < keys + 1; i++) {
            if (random.nextInt(3) > 0) {
                Map<String, @Nullable Object> row = with(key(), Integer.MAX_VALUE);
                row.keySet().removeAll(unsaid);
                rows.add(row);
            }
        }
        return new Snapshot(at(random.nextInt(instants)), sequence(), rows, unsaid);
    }

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

    private static Change asRun(Change change, long run) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(change.fields());
        fields.put(Dimensions.RUN, run);
        Position position = change.position();
        long offset = position == null ? 0 : position.offset();
        return copy(change, fields, new Position(source(run), 0, offset));
    }

    private static Change moved(Change change, Position position) {
        return copy(change, change.fields(), position);
    }

    private static Change copy(Change change, Map<String, @Nullable Object> fields, Position position) {
        if (change instanceof Observation o) {
            return new Observation(fields, o.validFrom(), o.sequence(), position);
        }
        if (change instanceof Patch p) {
            return new Patch(fields, p.validFrom(), p.sequence(), position);
        }
        if (change instanceof Delete d) {
            return new Delete(fields, d.validFrom(), d.sequence(), position);
        }
        Span s = (Span) change;
        return new Span(s.id(), fields, s.validFrom(), s.validTo(), s.isVoid(), s.sequence(), position);
    }
}
