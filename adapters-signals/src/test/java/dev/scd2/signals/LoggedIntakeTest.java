package dev.scd2.signals;

import static dev.scd2.signals.Members.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.engine.intake.Intake;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggedIntakeTest {
    private final MockClock clock = Noon.clock();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = new LoggerContext().getLogger("intake");
    private final LoggedIntake log = LoggedIntake.of(logger, MEMBER, Noon.instants(clock));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @Test
    void eachBatchIsALineWithItsNumbers() {
        Intake.of(Members.of(Members.five()), Noon.history(clock), log.every(Duration.ZERO))
                .catchUp();
        assertThat(told())
                .containsExactly(
                        "INFO event=intake.begin source=members dimension=member",
                        "INFO event=intake.batch source=members dimension=member batches=1 rows=2 accepted=2 replayed=0"
                                + " rejected=0 positions=members/0@0 milliseconds=250",
                        "INFO event=intake.batch source=members dimension=member batches=1 rows=3 accepted=1 replayed=1"
                                + " rejected=1 positions=members/0@1 milliseconds=250",
                        "INFO event=intake.end source=members dimension=member batches=2 accepted=3 replayed=1"
                                + " rejected=1 retries=0");
        assertThat(lines.list).extracting(ILoggingEvent::getMessage).doesNotContainNull();
    }

    @Test
    void smallBatchesShareALineAndTheSumsAreKept() {
        Batch[] hundred = IntStream.range(0, 100)
                .mapToObj(i -> Members.batch(i, Members.change(i, "M" + i, "gold", null)))
                .toArray(Batch[]::new);
        Intake.of(Members.of(hundred), Noon.history(clock), log).catchUp();
        assertThat(told())
                .filteredOn(line -> line.contains("intake.batch"))
                .as("25 seconds, a line in ten")
                .containsExactly(batches(40, 39), batches(40, 79), batches(20, 99));
    }

    private static String batches(int count, int last) {
        return "INFO event=intake.batch source=members dimension=member batches=" + count + " rows=" + count
                + " accepted=" + count + " replayed=0 rejected=0 positions=members/0@" + last + " milliseconds="
                + 250 * count;
    }

    @Test
    void aRetryIsAWarningThatSaysWhyAndComesBehindWhatWasDoneBefore() {
        AtomicInteger reads = new AtomicInteger();
        Members failing = new Members(List.of(Members.five()), () -> reads.getAndIncrement() % 2 == 1);
        Intake.of(failing, Noon.history(clock), log)
                .retries(1, Duration.ofMillis(1))
                .catchUp();
        assertThat(told()).hasSize(5);
        assertThat(told().get(1)).startsWith("INFO event=intake.batch").contains(" rows=2 ");
        assertThat(told().get(2))
                .isEqualTo("WARN event=intake.retry source=members dimension=member cause=SourceException"
                        + " reason=The members cannot be read. pause_milliseconds=1");
        assertThat(told().get(3)).startsWith("INFO event=intake.batch").contains(" rows=3 ");
        assertThat(told().get(4)).startsWith("INFO event=intake.end").endsWith(" retries=1");
        assertThat(lines.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
    }

    @Test
    void aFailureForGoodIsAnErrorAndOfAnExceptionThatIsNotOursOnlyTheClassIsTold() {
        Intake dead = Intake.of(new Members(List.of(), () -> true), Noon.history(clock), log)
                .retries(0, Duration.ZERO);
        assertThatThrownBy(() -> dead.run(() -> false)).hasMessage("The members cannot be read.");
        Intake broken = Intake.of(Members.of(), Noon.history(clock), log);
        assertThatThrownBy(() -> broken.run(() -> {
                    throw new IllegalStateException("M1 is ill.");
                }))
                .hasMessage("M1 is ill.");
        assertThat(told())
                .contains(
                        "ERROR event=intake.fail source=members dimension=member cause=SourceException reason=The"
                                + " members cannot be read.",
                        "ERROR event=intake.fail source=members dimension=member cause=IllegalStateException reason=The"
                                + " message of a java.lang.IllegalStateException is not told: it may hold values.")
                .noneMatch(line -> line.contains("ill"));
    }

    @Test
    void ofManyPositionsTheFirstAreShown() {
        Batch.Builder wide = Batch.builder();
        for (int partition = 0; partition < 20; partition++) {
            wide.reached(new Position("members", partition, 5));
        }
        Sums sums = new Sums();
        sums.add(wide.build(), Noon.history(clock).apply(wide.build()), 0);
        assertThat(sums.positions()).startsWith("members/0@5, members/1@5, ").endsWith(" and 4 more");
    }

    @Test
    void aLoggerThatIsOffCostsNothingAndTellsNothing() {
        logger.setLevel(Level.WARN);
        Intake.of(Members.of(Members.five()), Noon.history(clock), log).catchUp();
        assertThat(lines.list).isEmpty();
    }

    private List<String> told() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " "
                        + line.getKeyValuePairs().stream()
                                .map(pair -> pair.key + "=" + pair.value)
                                .collect(Collectors.joining(" ")))
                .toList();
    }
}
