package dev.scd2.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.SourceException;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    @Test
    void itReadsOnWhereTheStoreStands() {
        InMemoryStore store = InMemoryStore.of(MEMBER);
        Log log = new Log(changes(new Random(1), 100), new Random(2), () -> false);
        assertThat(Intake.of(log, History.of(store)).catchUp().accepted()).isEqualTo(100);
        assertThat(store.reached("log", 0)).contains(new Position("log", 0, 99));

        log.changes.addAll(changes(new Random(3), 20));
        IntakeResult second = Intake.of(log, History.of(store)).catchUp();
        assertThat(second.accepted() + second.replayed() + second.rejected()).isEqualTo(20);
        assertThat(Intake.of(log, History.of(store)).catchUp()).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
    }

    @Test
    void failuresAndBatchesOfAnySizeLeaveWhatAnUndisturbedRunLeaves() {
        long retries = 0;
        for (int run = 0; run < 50; run++) {
            List<Change> changes = changes(new Random(run), 200);
            InMemoryStore undisturbed = InMemoryStore.of(MEMBER);
            History.of(undisturbed).apply(Batch.builder().changes(changes).build());

            InMemoryStore store = InMemoryStore.of(MEMBER);
            Random failures = new Random(run);
            Log failing = new Log(changes, new Random(run), () -> failures.nextInt(4) == 0);
            Intake intake = Intake.of(failing, History.of(store)).retries(1_000, Duration.ZERO);
            retries += intake.catchUp().retries();
            assertThat(told(store)).as("run %d", run).isEqualTo(told(undisturbed));
        }
        assertThat(retries).isGreaterThan(100);
    }

    @Test
    void aSourceThatFailsForGoodFailsTheRunAfterItsRetries() {
        Log dead = new Log(changes(new Random(1), 5), new Random(1), () -> true);
        List<Duration> pauses = new ArrayList<>();
        IntakeListener listener = new IntakeListener() {
            @Override
            public void retries(String source, RuntimeException cause, Duration pause) {
                pauses.add(pause);
            }
        };
        Intake intake =
                Intake.of(dead, History.of(InMemoryStore.of(MEMBER)), listener).retries(3, Duration.ofMillis(1));
        assertThatThrownBy(intake::catchUp).isInstanceOf(SourceException.class).hasMessage("The log cannot be read.");
        assertThat(pauses).containsExactly(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(4));
        assertThat(dead.opened).isEqualTo(4);
    }

    @Test
    void aBatchThatIsCommittedBeginsTheCountOfFailuresAnew() {
        AtomicInteger reads = new AtomicInteger();
        Log log = new Log(changes(new Random(1), 50), new Random(1), () -> reads.getAndIncrement() % 2 == 0);
        List<Duration> pauses = new ArrayList<>();
        IntakeListener listener = new IntakeListener() {
            @Override
            public void retries(String source, RuntimeException cause, Duration pause) {
                pauses.add(pause);
            }
        };
        InMemoryStore store = InMemoryStore.of(MEMBER);
        IntakeResult result = Intake.of(log, History.of(store), listener)
                .retries(1, Duration.ofMillis(1))
                .catchUp();
        assertThat(result.accepted()).isEqualTo(50);
        assertThat(result.retries()).isEqualTo(result.batches()).isGreaterThan(5);
        assertThat(pauses).hasSize((int) result.retries()).containsOnly(Duration.ofMillis(1));
    }

    @Test
    void aListenerIsToldHowEachRunBeginsAndEnds() {
        List<String> told = new ArrayList<>();
        IntakeListener listener = new IntakeListener() {
            @Override
            public void begins(String source) {
                told.add("begins " + source);
            }

            @Override
            public void ends(String source, IntakeResult result) {
                told.add("ends " + source + " " + result.accepted());
            }

            @Override
            public void fails(String source, RuntimeException cause) {
                told.add("fails " + source + " " + cause.getMessage());
            }
        };
        Log log = new Log(changes(new Random(1), 50), new Random(1), () -> false);
        Intake.of(log, History.of(InMemoryStore.of(MEMBER)), listener).catchUp();
        Log dead = new Log(changes(new Random(1), 5), new Random(1), () -> true);
        Intake failing =
                Intake.of(dead, History.of(InMemoryStore.of(MEMBER)), listener).retries(0, Duration.ZERO);
        assertThatThrownBy(failing::catchUp).isInstanceOf(SourceException.class);
        Intake stopped = Intake.of(log, History.of(InMemoryStore.of(MEMBER)), listener);
        assertThatThrownBy(() -> stopped.run(() -> {
                    throw new IllegalStateException("Nobody says when to stop.");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told)
                .containsExactly(
                        "begins log",
                        "ends log 50",
                        "begins log",
                        "fails log The log cannot be read.",
                        "begins log",
                        "fails log Nobody says when to stop.");
    }

    @Test
    void aBatchThatIsRefusedAsAWholeIsNotTriedAgain() {
        Dimension strict = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .rejectLimit(0)
                .build();
        InMemoryStore store = InMemoryStore.of(strict);
        Change wrong = new Observation(Map.of("member_id", "M1", "plan", 7), BEGIN, Sequence.of(1), null);
        Log log = new Log(List.of(wrong), new Random(1), () -> false);
        assertThatThrownBy(() -> Intake.of(log, History.of(store)).catchUp())
                .isInstanceOf(InvalidChangeException.class);
        assertThat(log.opened).isEqualTo(1);
        assertThat(store.reached("log", 0)).isEmpty();
    }

    @Test
    void theSourceIsToldWhatIsDurableAndAListenerCannotFailARun() {
        Log log = new Log(changes(new Random(1), 50), new Random(1), () -> false);
        InMemoryStore store = InMemoryStore.of(MEMBER);
        IntakeListener broken = new IntakeListener() {
            @Override
            public void read(String source, Batch batch) {
                throw new NoClassDefFoundError("Its library is not there.");
            }

            @Override
            public void committed(String source, Batch batch, BatchResult result) {
                throw new IllegalStateException("The listener is broken.");
            }
        };
        IntakeResult result = Intake.of(log, History.of(store), broken).catchUp();
        assertThat(log.committed).isEqualTo(result.batches());
        assertThat(log.durable).isEqualTo(49);
    }

    @Test
    void itRunsUntilItIsToldToStop() {
        Log log = new Log(changes(new Random(1), 50), new Random(1), () -> false);
        InMemoryStore store = InMemoryStore.of(MEMBER);
        IntakeResult result = Intake.of(log, History.of(store)).run(() -> log.durable == 49);
        assertThat(result.accepted()).isEqualTo(50);
    }

    private static List<Change> changes(Random random, int count) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Object> fields =
                    Map.of("member_id", "M" + random.nextInt(10), "plan", "p" + random.nextInt(4));
            Instant at = BEGIN.plusSeconds(random.nextInt(40));
            Sequence sequence = Sequence.of(random.nextInt(1_000_000), i);
            changes.add(
                    random.nextInt(5) == 0
                            ? new Delete(Map.of("member_id", "M" + random.nextInt(10)), at, sequence, null)
                            : new Observation(fields, at, sequence, null));
        }
        return changes;
    }

    /** Versions without their surrogates, which are given out in the order of arrival. */
    private static List<List<@Nullable Object>> told(DimensionStore store) {
        List<List<@Nullable Object>> told = new ArrayList<>();
        store.scan((KeyHistory history) -> history.versions()
                .forEach(stored -> told.add(Arrays.asList(
                        history.key(),
                        stored.version().interval(),
                        stored.version().row().value(0)))));
        assertThat(told).isNotEmpty();
        return told;
    }
}
