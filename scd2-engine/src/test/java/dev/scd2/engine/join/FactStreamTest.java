package dev.scd2.engine.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.engine.join.FactStream.Answered;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.fact.Outcome;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactStreamTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Fact(int number, @Nullable Key key, long time) {}

    private static Dimension plan(SystemTime systemTime, DeletePolicy deletes) {
        return Dimension.named("plan")
                .key("code", ColumnType.LONG)
                .track("tier", ColumnType.LONG)
                .systemTime(systemTime)
                .deletes(deletes)
                .build();
    }

    private static long at(int second) {
        return Instants.toMicros(START.plusSeconds(second));
    }

    private static Change change(Random random, int i) {
        Map<String, Object> row = Map.of("code", (long) random.nextInt(4), "tier", (long) random.nextInt(3));
        Instant from = START.plusSeconds(random.nextInt(60));
        Sequence sequence = Sequence.of(i);
        return switch (random.nextInt(6)) {
            case 0 -> Delete.of(Map.of("code", row.get("code")), from, sequence);
            case 1 -> Correction.put(row, from, from.plusSeconds(1 + random.nextInt(10)), sequence);
            default -> Observation.of(row, from, sequence);
        };
    }

    /** The surrogate in force by a loop over all versions, or {@link Restated#NO_VERSION}. */
    private static long inForce(DimensionStore store, Key key, long time) {
        for (StoredVersion stored : store.history(key).versions()) {
            var valid = stored.version().interval();
            if (!stored.version().deleted() && valid.startMicros() <= time && time < valid.endMicros()) {
                return stored.surrogate();
            }
        }
        return Restated.NO_VERSION;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyFactComesOutOnceWithTheVersionInForceThen(long seed) {
        Random random = new Random(seed);
        SystemTime systemTime = seed % 2 == 0 ? SystemTime.LOAD : SystemTime.NONE;
        DeletePolicy deletes = seed % 3 == 0 ? DeletePolicy.MARK : DeletePolicy.CLOSE;
        DimensionStore store = InMemoryStore.of(plan(systemTime, deletes));
        FactStream<Fact> stream = FactStream.of(Fact::key, Fact::time, Duration.ofSeconds(30));
        History history = History.of(store);
        List<Integer> came = new ArrayList<>();
        int facts = 0;
        int expired = 0;
        for (int i = 0; i < 400; i++) {
            long now = at(i);
            if (random.nextInt(3) == 0) {
                BatchResult result = history.apply(Batch.of(change(random, i)));
                for (Answered<Fact> answered : stream.follow(result.plan())) {
                    came.add(answered.fact().number());
                    assertThat(answered.outcome()).isEqualTo(Outcome.MATCHED);
                    check(store, answered, seed);
                }
            } else {
                Key key = random.nextInt(20) == 0 ? null : Key.of((long) random.nextInt(5));
                long time = random.nextInt(20) == 0 ? VersionIndex.NULL_TIME : at(random.nextInt(60));
                Optional<Answered<Fact>> answered = stream.fact(new Fact(facts++, key, time), now);
                answered.ifPresent(one -> {
                    came.add(one.fact().number());
                    check(store, one, seed);
                });
            }
            for (Answered<Fact> answered : stream.expire(now)) {
                came.add(answered.fact().number());
                assertThat(answered.outcome()).isNotEqualTo(Outcome.MATCHED);
                check(store, answered, seed);
                expired++;
            }
            assertThat(came).as("seed %s", seed).doesNotHaveDuplicates().hasSize(facts - stream.held());
        }
        assertThat(expired).as("some waited in vain").isPositive();
        stream.expire(Long.MAX_VALUE / 2);
        assertThat(stream.held()).isZero();
    }

    private static void check(DimensionStore store, Answered<Fact> answered, long seed) {
        Fact fact = answered.fact();
        long expected = fact.key() == null || fact.time() == VersionIndex.NULL_TIME
                ? Restated.NO_VERSION
                : inForce(store, fact.key(), fact.time());
        assertThat(answered.surrogate())
                .as("seed %s, fact %s", seed, fact.number())
                .isEqualTo(expected);
        assertThat(answered.outcome() == Outcome.MATCHED).isEqualTo(expected != Restated.NO_VERSION);
    }

    @Test
    void whatAStoreHoldsIsKnownFromTheStart() {
        DimensionStore store = InMemoryStore.of(plan(SystemTime.NONE, DeletePolicy.CLOSE));
        History.of(store).apply(Batch.of(Observation.of(Map.of("code", 1L, "tier", 1L), START, Sequence.of(1))));
        FactStream<Fact> stream = FactStream.of(Fact::key, Fact::time, Duration.ofSeconds(1));
        stream.load(store);
        assertThat(stream.fact(new Fact(1, Key.of(1L), at(5)), at(5))
                        .orElseThrow()
                        .outcome())
                .isEqualTo(Outcome.MATCHED);
        assertThat(stream.fact(new Fact(2, Key.of(1L), at(-5)), at(5))).isEmpty();
        assertThat(stream.expire(at(6)))
                .singleElement()
                .satisfies(answered -> assertThat(answered.outcome()).isEqualTo(Outcome.BEFORE_FIRST));
    }
}
