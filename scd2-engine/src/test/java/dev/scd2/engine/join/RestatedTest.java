package dev.scd2.engine.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestatedTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension PLAN = Dimension.named("plan")
            .key("code", ColumnType.LONG)
            .track("tier", ColumnType.LONG)
            .build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void factsRekeyedInMemoryEqualALoopOverAllVersions(long seed) {
        Random random = new Random(seed);
        DimensionStore store = InMemoryStore.of(PLAN);
        int facts = 200;
        Key[] keys = new Key[facts];
        long[] times = new long[facts];
        for (int i = 0; i < facts; i++) {
            keys[i] = random.nextInt(20) == 0 ? null : Key.of((long) random.nextInt(4));
            times[i] = random.nextInt(20) == 0
                    ? Restated.NULL_TIME
                    : Instants.toMicros(START.plusSeconds(random.nextInt(60))) + random.nextInt(3) - 1;
        }
        long[] held = new long[facts];
        Arrays.fill(held, Restated.NO_VERSION);
        List<Restatement> waiting = new ArrayList<>();
        int all = 0;
        for (int i = 0; i < 200; i++) {
            waiting.addAll(History.of(store).apply(change(random, i)).plan().restatements());
            if (random.nextInt(3) == 0) {
                continue;
            }
            long[] wanted = wanted(store, keys, times);
            long[] before = held.clone();
            int[] rows = new int[facts];
            int moved = Restated.of(waiting).rekey(keys, times, held, rows);
            assertThat(held).as("seed %s, batch %s", seed, i).isEqualTo(wanted);
            assertThat(Arrays.copyOf(rows, moved)).isEqualTo(different(before, wanted));
            assertThat(Restated.of(waiting).rekey(keys, times, held, rows)).isZero();
            waiting.clear();
            all += moved;
        }
        assertThat(all).isPositive();
    }

    @Test
    void ofWindowsThatOverlapTheLaterOneHolds() {
        Key key = Key.of(1L);
        Row row = Row.of("gold");
        Restated restated = Restated.of(List.of(
                new Restatement(key, new Interval(10, Interval.OPEN), null, 1L, null, row),
                new Restatement(key, new Interval(20, 30), 1L, 2L, row, row),
                new Restatement(key, new Interval(5, 12), null, 3L, null, row)));
        assertThat(restated.window(key, 4)).isEmpty();
        assertThat(after(restated, 5, 11, 12, 19, 20, 29, 30, 1_000)).containsExactly(3L, 3L, 1L, 1L, 2L, 2L, 1L, 1L);
        assertThat(restated.window(Key.of(2L), 20)).isEmpty();
    }

    @Test
    void columnsOfDifferentLengthsAreRefused() {
        Restated restated = Restated.of(List.of());
        assertThatThrownBy(() -> restated.rekey(new Key[2], new long[2], new long[1], new int[2]))
                .hasMessageContaining("1 surrogates");
    }

    private static List<Long> after(Restated restated, long... times) {
        return Arrays.stream(times)
                .mapToObj(
                        time -> restated.window(Key.of(1L), time).orElseThrow().after())
                .toList();
    }

    private static Batch change(Random random, int said) {
        Map<String, Object> row = Map.of("code", (long) random.nextInt(3), "tier", (long) random.nextInt(3));
        Map<String, Object> key = Map.of("code", row.get("code"));
        Instant from = START.plusSeconds(random.nextInt(60));
        Instant to = from.plusSeconds(1 + random.nextInt(20));
        Sequence sequence = Sequence.of(said);
        return Batch.of(
                switch (random.nextInt(6)) {
                    case 0 -> Delete.of(key, from, sequence);
                    case 1 -> Correction.absence(key, from, to, sequence);
                    case 2 -> Correction.put(row, from, to, sequence);
                    default -> Observation.of(row, from, sequence);
                });
    }

    private static long[] wanted(DimensionStore store, Key[] keys, long[] times) {
        long[] wanted = new long[keys.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = Restated.NO_VERSION;
            if (keys[i] == null || times[i] == Restated.NULL_TIME) {
                continue;
            }
            for (StoredVersion stored : store.history(keys[i]).versions()) {
                Interval interval = stored.version().interval();
                if (interval.startMicros() <= times[i] && times[i] < interval.endMicros()) {
                    wanted[i] = stored.surrogate();
                }
            }
        }
        return wanted;
    }

    private static int[] different(long[] before, long[] wanted) {
        return java.util.stream.IntStream.range(0, wanted.length)
                .filter(row -> before[row] != wanted[row])
                .toArray();
    }
}
