package dev.scd2.examples.healthcare.pipeline;

/** Seconds since a moment of {@link System#nanoTime}. Stateless. */
final class Stopwatch {
    private Stopwatch() {}

    static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
