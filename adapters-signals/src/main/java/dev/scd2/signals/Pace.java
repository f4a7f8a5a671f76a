package dev.scd2.signals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How often something is told. Confined to one thread at a time. */
final class Pace {
    private final InstantSource clock;
    private final Duration every;
    private Instant told;
    private Instant read;

    Pace(InstantSource clock, Duration every) {
        this.clock = clock;
        this.every = every;
        this.told = clock.instant();
        this.read = told;
    }

    void read() {
        read = clock.instant();
    }

    long millisecondsSinceRead() {
        return Math.max(0, Duration.between(read, clock.instant()).toMillis());
    }

    /** Returns whether it is time to tell again; if so, it counts as told. A clock that was put back is such a time. */
    boolean isDue() {
        Instant now = clock.instant();
        if (now.isBefore(told.plus(every)) && !now.isBefore(told)) {
            return false;
        }
        told = now;
        return true;
    }
}
