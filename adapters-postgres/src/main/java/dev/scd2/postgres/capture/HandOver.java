package dev.scd2.postgres.capture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes one delivery at a time from Debezium's thread to the one that reads. The former waits until all of it is durable, so
 * that what is not yet taken stays in Debezium's bounded queue, and behind it in the server. Thread-safe.
 */
final class HandOver {
    private static final long CONFIRMING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private @Nullable Delivery offered;
    private boolean confirming;
    private boolean closed;
    private boolean ended;

    /** Waits until the delivery is durable, and returns true; or until nobody reads any more, and returns false. */
    synchronized boolean offer(Delivery delivery) throws InterruptedException {
        offered = closed ? null : delivery;
        notifyAll();
        while (offered == delivery && !closed) {
            wait();
        }
        return confirming;
    }

    /** Returns the delivery that is offered; null if none comes in time, or the engine ended. */
    synchronized @Nullable Delivery take(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long left = atMost.toNanos();
        while (offered == null && !ended && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        return offered;
    }

    /** Says that all of the delivery is durable; Debezium's thread now confirms it. */
    synchronized void durable() {
        confirming = offered != null;
        offered = null;
        notifyAll();
    }

    /** Says that the delivery is confirmed. */
    synchronized void confirmed() {
        confirming = false;
        notifyAll();
    }

    /** Says that no more will come. */
    synchronized void ended() {
        ended = true;
        confirming = false;
        notifyAll();
    }

    /** Takes nothing any more, once what is durable is confirmed; without that, it would only come again. */
    synchronized void close() throws InterruptedException {
        long left = CONFIRMING_NANOS;
        long deadline = System.nanoTime() + left;
        while (confirming && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        closed = true;
        notifyAll();
    }
}
