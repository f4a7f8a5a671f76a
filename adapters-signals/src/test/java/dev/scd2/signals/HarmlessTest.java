package dev.scd2.signals;

import static dev.scd2.signals.Members.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.error.SourceException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;

/** A registry, a logger and a transport that throw at everything cannot fail a run, or hide why it failed. */
class HarmlessTest {
    private final MockClock clock = Noon.clock();
    private final AtomicInteger thrown = new AtomicInteger();

    @Test
    void whatASignalThrowsFailsNoRun() {
        for (IntakeListener broken : broken()) {
            thrown.set(0);
            AtomicInteger reads = new AtomicInteger();
            Members failing = new Members(List.of(Members.five()), () -> reads.getAndIncrement() % 2 == 0);
            IntakeResult result = Intake.of(failing, Noon.history(clock), broken)
                    .retries(1, Duration.ZERO)
                    .catchUp();
            assertThat(result).isEqualTo(new IntakeResult(2, 3, 1, 1, 2));
            assertThat(thrown).as(broken.getClass().getSimpleName()).hasPositiveValue();
        }
    }

    @Test
    void whatASignalThrowsDoesNotHideWhyARunFailed() {
        for (IntakeListener broken : broken()) {
            Intake dead = Intake.of(new Members(List.of(Members.five()), () -> true), Noon.history(clock), broken)
                    .retries(1, Duration.ZERO);
            assertThatThrownBy(dead::catchUp).isInstanceOf(SourceException.class);
        }
    }

    private List<IntakeListener> broken() {
        return List.of(
                MeteredIntake.of(new BrokenRegistry(), MEMBER),
                LoggedIntake.of(brokenLogger(), MEMBER).every(Duration.ZERO),
                LineageIntake.of(event -> fail(), "payer", MEMBER).every(Duration.ZERO));
    }

    private void fail() {
        thrown.incrementAndGet();
        throw new IllegalStateException("It is broken.");
    }

    private Logger brokenLogger() {
        LoggerContext context = new LoggerContext();
        context.addTurboFilter(new TurboFilter() {
            @Override
            public FilterReply decide(
                    @Nullable Marker marker,
                    Logger logger,
                    Level level,
                    @Nullable String format,
                    Object @Nullable [] parameters,
                    @Nullable Throwable failure) {
                fail();
                return FilterReply.NEUTRAL;
            }
        });
        return context.getLogger("intake");
    }

    private final class BrokenRegistry extends SimpleMeterRegistry {
        @Override
        protected Counter newCounter(Meter.Id id) {
            fail();
            return super.newCounter(id);
        }
    }
}
