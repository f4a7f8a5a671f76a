package dev.scd2.signals;

import static dev.scd2.signals.Members.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.kafka.Lag;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MeteredIntakeTest {
    private final MockClock clock = Noon.clock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final MeteredIntake meters = MeteredIntake.of(registry, MEMBER);

    @Test
    void everyMeterShowsWhatTheIntakeDid() {
        Intake.of(Members.of(Members.five()), Noon.history(clock), meters).catchUp();
        assertThat(count("scd2.intake.read")).isEqualTo(5);
        assertThat(count("scd2.intake.accepted")).isEqualTo(3);
        assertThat(count("scd2.intake.replayed")).isEqualTo(1);
        assertThat(count("scd2.intake.rejected")).isEqualTo(1);
        assertThat(count("scd2.intake.batches")).isEqualTo(2);
        Timer batch = registry.get("scd2.intake.batch").tags(tags()).timer();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(500);
        assertThat(gauge("scd2.intake.freshness")).as("11:59:30 at 12:00:00.5").isEqualTo(30.5);
        assertThat(registry.get("scd2.intake.freshness").meter().getId().getBaseUnit())
                .isEqualTo("seconds");
        clock.add(Duration.ofMinutes(1));
        assertThat(gauge("scd2.intake.freshness")).isEqualTo(90.5);
    }

    @Test
    void theMetersAreThereBeforeTheFirstBatch() {
        Intake.of(Members.of(), Noon.history(clock), meters).catchUp();
        assertThat(count("scd2.intake.accepted")).isZero();
        assertThat(gauge("scd2.intake.freshness")).isNaN();
    }

    @Test
    void retriesAreCountedByTheirCause() {
        AtomicInteger reads = new AtomicInteger();
        Members failing = new Members(List.of(Members.five()), () -> reads.getAndIncrement() % 2 == 0);
        Intake.of(failing, Noon.history(clock), meters)
                .retries(1, Duration.ZERO)
                .catchUp();
        assertThat(registry.get("scd2.intake.retries")
                        .tags(tags().and("cause", "SourceException"))
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(count("scd2.intake.accepted")).isEqualTo(3);
        assertThat(registry.find("scd2.intake.failures").counter()).isNull();
    }

    @Test
    void aBatchThatIsRefusedAsAWholeIsReadAndIsAFailure() {
        Dimension strict = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .rejectLimit(0)
                .build();
        Intake intake = Intake.of(Members.of(Members.five()), Noon.history(clock, strict), meters);
        assertThatThrownBy(intake::catchUp).isInstanceOf(InvalidChangeException.class);
        assertThat(registry.get("scd2.intake.failures")
                        .tags(tags().and("cause", "InvalidChangeException"))
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(count("scd2.intake.read")).isEqualTo(5);
        assertThat(count("scd2.intake.batches")).isEqualTo(1);
        assertThat(registry.get("scd2.intake.batch").timer().count()).isEqualTo(1);
    }

    @Test
    void withoutACommitTimeTheValidTimeTellsTheAgeUnlessItLiesInTheFuture() {
        Batch undated =
                Members.batch(0, Members.change(31, "M1", "gold", null), Members.change(90, "M1", "gold", null));
        Intake.of(Members.of(undated), Noon.history(clock), meters).catchUp();
        Duration age = Duration.between(Instant.parse("2026-02-01T00:00:00Z"), Noon.NOON.plusMillis(250));
        assertThat(gauge("scd2.intake.freshness")).isEqualTo(age.toMillis() / 1000.0);
    }

    @Test
    void aClockOfTheSourceThatIsAheadMakesNoAgeLessThanZero() {
        Batch ahead = Members.batch(0, Members.change(1, "M1", "gold", "2026-03-01T12:10:00Z"));
        Intake.of(Members.of(ahead), Noon.history(clock), meters).catchUp();
        assertThat(gauge("scd2.intake.freshness")).isZero();
        clock.add(Duration.ofSeconds(5));
        assertThat(gauge("scd2.intake.freshness")).isEqualTo(5);
    }

    @Test
    void theRowsOfAListingAreCountedAndItsTimeTellsTheAge() {
        Instant at = Instant.parse("2026-03-01T11:00:00Z");
        List<Map<String, Object>> rows =
                List.of(Map.of("member_id", "M1", "plan", "gold"), Map.of("member_id", "M2", "plan", "gold"));
        Batch listing = Batch.of(Snapshot.of(at, Sequence.of(1), rows).withUnsaid(Set.of("fee")));
        Intake.of(new Members(List.of(listing), () -> false), Noon.history(clock), meters)
                .run(() -> count("scd2.intake.batches") == 1);
        assertThat(count("scd2.intake.read")).isEqualTo(2);
        assertThat(gauge("scd2.intake.freshness")).isEqualTo(3600.25);
    }

    @Test
    void theLagOfATopicIsShownByPartition() {
        Lag told = new Lag("members", Map.of(0, 7L, 1, 4L));
        told.behind().forEach(meters.lag("members"));
        new Lag("members", Map.of(0, 2L)).behind().forEach(meters.lag("members"));
        assertThat(lag(0)).isEqualTo(2);
        assertThat(lag(1)).isEqualTo(4);
        assertThat(registry.get("scd2.intake.lag").meter().getId().getBaseUnit())
                .isEqualTo("messages");
    }

    @Test
    void aLagThatIsAskedForIsAskedForWhenItIsReadAndMayFail() {
        AtomicInteger asked = new AtomicInteger();
        meters.lag("members", 0, "bytes", () -> 1000L * asked.incrementAndGet());
        meters.lag("members", 1, "bytes", () -> {
            throw new IllegalStateException("The server is not there.");
        });
        System.gc();
        assertThat(lag(0)).isEqualTo(1000);
        assertThat(lag(0)).isEqualTo(2000);
        assertThat(lag(1)).isNaN();
    }

    @Test
    void gaugesShowTheLastOfTwoThatReadASource() {
        Intake.of(Members.of(Members.five()), Noon.history(clock), meters).catchUp();
        meters.lag("members").accept(0, 7L);
        MeteredIntake second = MeteredIntake.of(registry, MEMBER);
        Batch later = Members.batch(0, Members.change(9, "M9", "gold", "2026-03-01T12:00:00Z"));
        Intake.of(Members.of(later), History.of(InMemoryStore.of(MEMBER)), second)
                .catchUp();
        second.lag("members").accept(0, 1L);
        assertThat(gauge("scd2.intake.freshness")).isEqualTo(0.5);
        assertThat(lag(0)).isEqualTo(1);
        assertThat(count("scd2.intake.accepted")).as("counted on").isEqualTo(4);
    }

    private double count(String name) {
        return registry.get(name).tags(tags()).counter().count();
    }

    private double gauge(String name) {
        return registry.get(name).tags(tags()).gauge().value();
    }

    private double lag(int partition) {
        return registry.get("scd2.intake.lag")
                .tags(tags().and("partition", Integer.toString(partition)))
                .gauge()
                .value();
    }

    private static Tags tags() {
        return Tags.of("source", "members", "dimension", "member");
    }
}
