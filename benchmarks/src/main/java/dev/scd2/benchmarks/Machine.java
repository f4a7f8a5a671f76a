package dev.scd2.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where a measurement was made. */
record Machine(
        String processor, int processors, long memoryMb, long heapMb, String system, String java, double loadBefore) {
    static Machine here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                model(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                system.getSystemLoadAverage());
    }

    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static String model() {
        Path info = Path.of("/proc/cpuinfo");
        try {
            List<String> lines = Files.isReadable(info) ? Files.readAllLines(info) : List.of();
            return lines.stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException unreadable) {
            return "unknown processor";
        }
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, %,d MB memory, %,d MB heap, %s, %s, load average %.1f before",
                processor,
                processors,
                memoryMb,
                heapMb,
                system,
                java,
                loadBefore);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "\"processor\":\"%s\",\"processors\":%d,\"memory_mb\":%d,\"heap_mb\":%d,\"system\":\"%s\","
                        + "\"java\":\"%s\",\"load_before\":%.1f",
                processor.replace("\"", ""),
                processors,
                memoryMb,
                heapMb,
                system,
                java,
                loadBefore);
    }
}
