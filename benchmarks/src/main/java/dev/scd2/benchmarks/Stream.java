package dev.scd2.benchmarks;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A seeded stream of changes about members with ten tracked attributes. Three in ten changes repeat what was said
 * before; the others alter one or two attributes.
 */
final class Stream {
    static final int ATTRIBUTES = 10;
    private static final Instant BEGIN = Instant.parse("2023-01-01T00:00:00Z");

    private final long seed;
    private final int keys;
    private final int changes;

    Stream(long seed, int keys, int changes) {
        this.seed = seed;
        this.keys = keys;
        this.changes = changes;
    }

    static Dimension dimension() {
        Dimension.Builder member = Dimension.named("member").key("member_id", ColumnType.TEXT);
        for (int i = 0; i < ATTRIBUTES; i++) {
            member.track(attribute(i), i < 8 ? ColumnType.TEXT : ColumnType.LONG);
        }
        return member.build();
    }

    private static String attribute(int i) {
        return "attribute_" + i;
    }

    List<Batch> batches(Arrival arrival, int size) {
        List<Change> arrived = arrived(arrival);
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < arrived.size(); from += size) {
            List<Change> some = arrived.subList(from, Math.min(from + size, arrived.size()));
            batches.add(Batch.builder().changes(some).build());
        }
        return batches;
    }

    private List<Change> arrived(Arrival arrival) {
        List<Change> inOrder = said(arrival == Arrival.PATCH_HEAVY ? 0.8 : 0);
        switch (arrival) {
            case SHUFFLED -> Collections.shuffle(inOrder, new Random(seed));
            case LATE_HEAVY -> {
                SplittableRandom random = new SplittableRandom(seed);
                double[] at = IntStream.range(0, inOrder.size())
                        .mapToDouble(i -> random.nextInt(5) < 2 ? i + random.nextDouble() * inOrder.size() / 2 : i)
                        .toArray();
                return IntStream.range(0, at.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> at[i]))
                        .map(inOrder::get)
                        .toList();
            }
            case IN_ORDER, PATCH_HEAVY -> {}
        }
        return inOrder;
    }

    private List<Change> said(double patchShare) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, Object>> state = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            Map<String, Object> first = new HashMap<>();
            first.put("member_id", "M" + key);
            IntStream.range(0, ATTRIBUTES).forEach(i -> first.put(attribute(i), value(random, i)));
            state.add(first);
        }
        List<Change> said = new ArrayList<>(changes);
        for (int n = 0; n < changes; n++) {
            int key = n < keys ? n : random.nextInt(keys);
            Map<String, Object> now = state.get(key);
            Map<String, Object> patch = new HashMap<>();
            patch.put("member_id", "M" + key);
            int altered = n < keys || random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(2);
            for (int i = 0; i < altered; i++) {
                int attribute = random.nextInt(ATTRIBUTES);
                patch.put(attribute(attribute), value(random, attribute));
            }
            now.putAll(patch);
            Instant validFrom = BEGIN.plusSeconds(n * 60L);
            Sequence sequence = Sequence.of(1, n);
            boolean isPatch = n >= keys && random.nextDouble() < patchShare;
            said.add(
                    isPatch
                            ? Patch.of(patch, validFrom, sequence)
                            : Observation.of(Map.copyOf(now), validFrom, sequence));
        }
        return said;
    }

    private static Object value(SplittableRandom random, int attribute) {
        return attribute < 8 ? "value " + random.nextInt(50) : (Object) random.nextLong(1_000);
    }
}
