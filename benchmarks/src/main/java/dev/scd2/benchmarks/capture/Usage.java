package dev.scd2.benchmarks.capture;

import dev.scd2.benchmarks.Machine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time by stage, in nanoseconds: threads of this process by their names, what else the process used (DuckDB, the
 * collector, the compiler), and the processes of PostgreSQL. Immutable.
 */
record Usage(Map<String, Long> nanos) {
    private static final String OTHERS = "duckdb, gc, jit";

    static Usage now() {
        Map<String, Long> nanos = new TreeMap<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long known = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            long took = thread == null ? 0 : Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            if (thread != null) {
                nanos.merge(stage(thread.getThreadName()), took, Long::sum);
                known += took;
            }
        }
        nanos.put(OTHERS, Math.max(0, Machine.cpuNanos() - known));
        nanos.put(
                "postgres",
                ProcessHandle.current()
                        .descendants()
                        .mapToLong(process -> process.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos())
                        .sum());
        return new Usage(nanos);
    }

    private static String stage(String thread) {
        String name = thread.toLowerCase(Locale.ROOT);
        if (name.startsWith("bench-")) {
            return name.substring("bench-".length());
        }
        if (name.contains("debezium") || name.contains("postgres-capture") || name.contains("pool-")) {
            return "capture";
        }
        if (name.contains("kafka")
                || name.contains("data-plane")
                || name.contains("expiration")
                || name.contains("raft")) {
            return "kafka";
        }
        return name.contains("s3proxy") || name.contains("qtp") ? "s3 server" : "other threads";
    }

    /** Returns how many microseconds a change took in each stage between an earlier look and this one. */
    Map<String, Double> since(Usage before, long changes) {
        Map<String, Double> micros = new LinkedHashMap<>();
        nanos.forEach((stage, took) -> {
            long spent = took - before.nanos.getOrDefault(stage, 0L);
            if (spent > 0) {
                micros.put(stage, spent / 1e3 / Math.max(1, changes));
            }
        });
        return micros;
    }
}
