package dev.scd2.benchmarks;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
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
 * A seeded stream of changes about {@link Members}. Three in ten changes repeat what was said before; the others alter
 * one or two attributes.
 */
final class Stream {
    private final long seed;
    private final int keys;
    private final int changes;

    Stream(long seed, int keys, int changes) {
        this.seed = seed;
        this.keys = keys;
        this.changes = changes;
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
        long[][] altered = new long[keys][Members.ATTRIBUTES];
        List<Change> said = new ArrayList<>(changes);
        for (int n = 0; n < changes; n++) {
            int member = n < keys ? n : random.nextInt(keys);
            int alter = n < keys || random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(2);
            Map<String, Object> patch = new HashMap<>();
            patch.put("member_id", Members.key(member));
            for (int i = 0; i < alter; i++) {
                int attribute = random.nextInt(Members.ATTRIBUTES);
                altered[member][attribute]++;
                patch.put(Members.attribute(attribute), value(member, attribute, altered));
            }
            boolean isPatch = n >= keys && random.nextDouble() < patchShare;
            Sequence sequence = Sequence.of(1, n);
            var validFrom = Members.BEGIN.plusSeconds(n * 60L);
            said.add(
                    isPatch
                            ? Patch.of(patch, validFrom, sequence)
                            : Observation.of(row(member, altered), validFrom, sequence));
        }
        return said;
    }

    private static Map<String, Object> row(int member, long[][] altered) {
        Map<String, Object> row = new HashMap<>();
        row.put("member_id", Members.key(member));
        for (int i = 0; i < Members.ATTRIBUTES; i++) {
            row.put(Members.attribute(i), value(member, i, altered));
        }
        return row;
    }

    private static Object value(int member, int i, long[][] altered) {
        return Members.value(member, i, altered[member][i]);
    }
}
