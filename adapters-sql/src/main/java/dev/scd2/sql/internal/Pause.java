package dev.scd2.sql.internal;

import dev.scd2.error.SourceException;
import java.time.Duration;

/** When it is time to look again. Confined to one thread. */
public final class Pause {
    private final long nanos;
    private long begun;
    private boolean running;

    /** Makes one of this length, which has not begun. */
    public Pause(Duration length) {
        this.nanos = length.toNanos();
    }

    /** Begins it, anew if it is running. */
    public void begin() {
        begun = System.nanoTime();
        running = true;
    }

    /**
     * Waits for the end of the pause, at most so long; returns whether it is over.
     *
     * @throws SourceException if the thread is interrupted, which it still is afterwards
     */
    public boolean isOver(Duration atMost) {
        if (!running) {
            return true;
        }
        long left = nanos - (System.nanoTime() - begun);
        if (left > 0) {
            sleep(Math.min(left, atMost.toNanos()));
        }
        running = System.nanoTime() - begun < nanos;
        return !running;
    }

    private static void sleep(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos).toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SourceException("Interrupted while waiting for a source.", stopped);
        }
    }
}
