package dev.scd2.postgres;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Small histories with every kind of change in any order. Confined to one thread. */
final class RandomBatches {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;
    private final boolean spans;
    private final SystemTime systemTime;
    private final DeletePolicy deletes;
    private final boolean overwrites;
    private long load;

    RandomBatches(long seed) {
        random = new Random(seed);
        spans = random.nextInt(4) == 0;
        systemTime = SystemTime.values()[random.nextInt(3)];
        deletes = DeletePolicy.values()[random.nextInt(3)];
        overwrites = random.nextInt(3) == 0;
    }

    Dimension dimension() {
        Dimension.Builder builder = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .key("part", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .track("tier", ColumnType.LONG)
                .track("phone", ColumnType.TEXT)
                .personal("phone")
                .systemTime(systemTime)
                .deletes(deletes)
                .fedBy(spans ? Feed.SPANS : Feed.CHANGES)
                .maxDeleteShare(1);
        return (overwrites ? builder.overwrite("nick", ColumnType.TEXT).personal("nick") : builder).build();
    }

    Batch next() {
        Batch.Builder batch = Batch.builder()
                .loadId("load")
                .systemTime(at(load++))
                .reached(new Position("topic", 0, random.nextInt(1_000)));
        int size = random.nextInt(20);
        for (int i = 0; i < size; i++) {
            batch.change(change());
        }
        if (random.nextInt(3) == 0) {
            batch.snapshot(snapshot());
        }
        return batch.build();
    }

    private Instant at(long second) {
        return START.plusSeconds(second);
    }

    private Instant any() {
        return at(random.nextInt(30));
    }

    private Sequence sequence() {
        return Sequence.of(1, random.nextInt(120));
    }

    private Map<String, Object> key() {
        Map<String, Object> row = new HashMap<>();
        row.put("member_id", "M" + random.nextInt(4) + (random.nextBoolean() ? "\uFFFD" : "😀"));
        row.put("part", (long) random.nextInt(2));
        return row;
    }

    private Map<String, Object> row(boolean whole) {
        Map<String, Object> row = key();
        if (whole || random.nextBoolean()) {
            row.put("plan", random.nextInt(4) == 0 ? null : "plan " + random.nextInt(3));
        }
        if (whole || random.nextBoolean()) {
            row.put("tier", (long) random.nextInt(2));
        }
        if (whole || random.nextBoolean()) {
            row.put("phone", random.nextInt(3) == 0 ? null : "555-" + random.nextInt(3));
        }
        if (overwrites && (whole || random.nextBoolean())) {
            row.put("nick", "N" + random.nextInt(3));
        }
        return row;
    }

    private Change change() {
        int kind = random.nextInt(24);
        Change change;
        if (kind == 0) {
            change = Erasure.of(key(), sequence());
        } else if (kind <= 3) {
            Instant from = any();
            Instant to = random.nextInt(3) == 0 ? null : from.plusSeconds(random.nextInt(10));
            change = kind == 1
                    ? Correction.put(row(false), from, to, sequence())
                    : kind == 2
                            ? Correction.update(row(false), from, to, sequence())
                            : Correction.absence(key(), from, to, sequence());
        } else if (spans) {
            Instant from = any();
            String id = Integer.toString(random.nextInt(3));
            change = kind <= 6
                    ? Span.voided(id, key(), sequence())
                    : new Span(
                            id,
                            row(true),
                            from,
                            random.nextInt(3) == 0 ? null : from.plusSeconds(1 + random.nextInt(9)),
                            false,
                            sequence(),
                            null);
        } else if (kind == 4) {
            change = Truncate.of(any(), sequence());
        } else if (kind <= 7) {
            change = Delete.of(key(), any(), sequence());
        } else if (kind <= 13) {
            change = Patch.of(row(false), any(), sequence());
        } else {
            change = Observation.of(row(true), any(), sequence());
        }
        return change.withSystemTime(any());
    }

    private Snapshot snapshot() {
        if (spans) {
            List<Span> listed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Instant from = any();
                listed.add(new Span("" + i, row(true), from, from.plusSeconds(3), false, null, null));
            }
            return Snapshot.ofSpans(any(), sequence(), listed).withSystemTime(any());
        }
        Set<String> unsaid = random.nextInt(3) == 0 ? Set.of("tier") : Set.of();
        boolean scoped = random.nextBoolean();
        Map<String, Map<String, Object>> rows = new HashMap<>();
        int size = random.nextInt(12);
        for (int i = 0; i < size; i++) {
            Map<String, Object> row = row(true);
            unsaid.forEach(row::remove);
            if (scoped) {
                row.put("plan", "plan 1");
            }
            rows.put(row.get("member_id") + "/" + row.get("part"), row);
        }
        Snapshot snapshot = Snapshot.of(any(), sequence(), List.copyOf(rows.values()))
                .withUnsaid(unsaid)
                .withSystemTime(any());
        return scoped ? snapshot.withScope(Map.of("plan", "plan 1")) : snapshot;
    }
}
