package dev.scd2.engine.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.fact.JoinRule;
import dev.scd2.fact.Outcome;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys with hundreds of beliefs, against a loop over all versions. */
class BeliefsTest {
    private static final int TIMES = 300;

    /** A version of one of a few keys, valid and believed for a while. */
    private record Row(long key, long from, long to, long knownFrom, long knownTo) {
        boolean isBelieved(long at) {
            return knownFrom <= at && at < knownTo;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatWasKnownIsWhatALoopOverAllVersionsFinds(long seed) {
        Random random = new Random(seed);
        check(timelines(random), random, null, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void ofSeveralVersionsInForceTheOrderDecidesOrNone(long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long from = random.nextInt(TIMES);
            long knownFrom = random.nextInt(TIMES);
            rows.add(new Row(random.nextInt(3), from, end(from, 40, random), knownFrom, end(knownFrom, 40, random)));
        }
        VersionOrder byStart = (one, other) -> Long.compare(rows.get(one).from % 5, rows.get(other).from % 5);
        check(rows, random, seed % 2 == 0 ? byStart : null, seed);
    }

    private static long end(long from, int longest, Random random) {
        return random.nextInt(10) == 0 ? Interval.OPEN : from + 1 + random.nextInt(longest);
    }

    /** Beliefs as a store leaves them: each change ends some rectangles and begins others; nothing overlaps. */
    private static List<Row> timelines(Random random) {
        List<Row> rows = new ArrayList<>();
        for (long key = 0; key < 3; key++) {
            List<Row> believed = new ArrayList<>();
            for (long now = random.nextInt(5); now < TIMES; now += 1 + random.nextInt(3)) {
                long from = random.nextInt(TIMES);
                long to = end(from, 30, random);
                List<Row> next = new ArrayList<>();
                for (Row row : believed) {
                    if (row.to <= from || to <= row.from) {
                        next.add(row);
                        continue;
                    }
                    if (row.knownFrom < now) {
                        rows.add(new Row(key, row.from, row.to, row.knownFrom, now));
                    }
                    if (row.from < from) {
                        next.add(new Row(key, row.from, from, now, Interval.OPEN));
                    }
                }
                if (random.nextInt(4) > 0) {
                    next.add(new Row(key, from, to, now, Interval.OPEN));
                }
                believed = next;
            }
            rows.addAll(believed);
        }
        return rows;
    }

    private static void check(List<Row> rows, Random random, @Nullable VersionOrder order, long seed) {
        VersionIndex.Builder builder = VersionIndex.builder()
                .rule(JoinRule.backward())
                .believed(
                        rows.stream().mapToLong(Row::knownFrom).toArray(),
                        rows.stream().mapToLong(Row::knownTo).toArray());
        if (order != null) {
            builder.order(order);
        }
        VersionIndex index = builder.build(
                LongKeys.of(rows.stream().mapToLong(Row::key).toArray()),
                rows.stream().mapToLong(Row::from).toArray(),
                rows.stream().mapToLong(Row::to).toArray());
        int facts = 5_000;
        long[] keys = random.longs(facts, 0, 4).toArray();
        long[] times = random.longs(facts, -2, TIMES + 30).toArray();
        long[] knownAt = random.longs(facts, -2, TIMES + 30).toArray();
        Matches met = Matches.of(facts);
        index.join(LongKeys.of(keys), times, knownAt, 0, facts, met);
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        for (int i = 0; i < facts; i++) {
            Found wanted = find(rows, order, keys[i], times[i], knownAt[i]);
            assertThat(new Found(met.outcome(i), met.version(i)))
                    .as("seed %s, key %s at %s as known at %s", seed, keys[i], times[i], knownAt[i])
                    .isEqualTo(wanted);
            seen.merge(wanted.outcome, 1, Integer::sum);
        }
        assertThat(seen).containsKeys(Outcome.MATCHED, Outcome.GAP, Outcome.BEFORE_FIRST, Outcome.UNKNOWN_KEY);
    }

    private record Found(Outcome outcome, int version) {}

    private static Found find(List<Row> rows, @Nullable VersionOrder order, long key, long time, long knownAt) {
        int best = Matches.NO_VERSION;
        boolean tied = false;
        boolean known = false;
        boolean begun = false;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.key != key || !row.isBelieved(knownAt)) {
                continue;
            }
            known = true;
            begun |= row.from <= time;
            if (row.from <= time && time < row.to) {
                int compared = best == Matches.NO_VERSION ? -1 : order == null ? 0 : order.compare(best, i);
                tied = compared == 0 || (tied && compared > 0);
                best = compared < 0 ? i : best;
            }
        }
        if (tied) {
            return new Found(Outcome.AMBIGUOUS, Matches.NO_VERSION);
        }
        if (best != Matches.NO_VERSION) {
            return new Found(Outcome.MATCHED, best);
        }
        return new Found(begun ? Outcome.GAP : known ? Outcome.BEFORE_FIRST : Outcome.UNKNOWN_KEY, Matches.NO_VERSION);
    }
}
