package dev.scd2.benchmarks;

/**
 * What one round took.
 *
 * @param wallNanos time on the clock
 * @param cpuNanos time of all processors that the process used, the compiler and the collector included
 */
record Round(long wallNanos, long cpuNanos) {
    double perSecond(long changes) {
        return changes * 1e9 / wallNanos;
    }

    double perCpuSecond(long changes) {
        return changes * 1e9 / Math.max(1, cpuNanos);
    }
}
