package dev.scd2.benchmarks.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time by stage, in nanoseconds: threads of this process by the names that Linux has of them, those of DuckDB, the
 * collector and the compiler included, and the processes of PostgreSQL. Empty elsewhere. Immutable.
 */
record Usage(Map<String, Long> nanos) {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    static Usage now() throws IOException {
        Map<String, Long> nanos = new TreeMap<>();
        Path tasks = Path.of("/proc/self/task");
        if (Files.isDirectory(tasks)) {
            try (Stream<Path> all = Files.list(tasks)) {
                for (Path task : all.toList()) {
                    add(task, nanos);
                }
            }
        }
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

    private static void add(Path task, Map<String, Long> nanos) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            long ticks = Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS));
            nanos.merge(stage(name.toLowerCase(Locale.ROOT)), ticks * NANOS_PER_TICK, Long::sum);
        } catch (IOException gone) {
            // The thread has ended; its time is not counted.
            return;
        }
    }

    /** Names are cut to 15 characters by the system. DuckDB's threads have the name of the one that made them. */
    private static String stage(String name) {
        if (name.startsWith("bench-")) {
            return name.substring("bench-".length());
        }
        if (name.startsWith("gc thread") || name.startsWith("vm thread") || name.startsWith("vm periodic")) {
            return "collector";
        }
        if (name.contains("compilerthre") || name.startsWith("c1 ") || name.startsWith("c2 ")) {
            return "compiler";
        }
        if (name.contains("debezium") || name.startsWith("postgres-captur") || name.startsWith("pool-")) {
            return "capture";
        }
        if (name.contains("kafka") || name.contains("data-plane") || name.contains("raft") || name.contains("broker")) {
            return "kafka";
        }
        if (name.contains("s3proxy") || name.startsWith("qtp")) {
            return "s3_server";
        }
        return name.equals("java") || name.equals("main") || name.contains("duckdb") ? "duckdb" : "others";
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
