package dev.scd2.signals;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.BatchListener;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.BatchResult;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that begins at noon, and histories in which a batch takes 250 ms by it. */
final class Noon {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Noon() {}

    static MockClock clock() {
        MockClock clock = new MockClock();
        clock.add(Duration.between(Instant.ofEpochMilli(clock.wallTime()), NOON));
        return clock;
    }

    static InstantSource instants(MockClock clock) {
        return () -> Instant.ofEpochMilli(clock.wallTime());
    }

    static History history(MockClock clock) {
        return history(clock, Members.MEMBER);
    }

    static History history(MockClock clock, Dimension dimension) {
        BatchListener takesTime = new BatchListener() {
            @Override
            public void applied(Dimension of, BatchResult result) {
                clock.add(Duration.ofMillis(250));
            }
        };
        return History.of(InMemoryStore.of(dimension), takesTime);
    }
}
