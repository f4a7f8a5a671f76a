package dev.scd2.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Where a measurement was made. */
public final class Machine {
    private Machine() {}

    /** Returns what does not change while measuring, by name. */
    public static Map<String, Object> description(Path directory) throws IOException {
        OperatingSystemMXBean system = system();
        Map<String, Object> described = new TreeMap<>();
        described.put("processor", model());
        described.put("processors", Runtime.getRuntime().availableProcessors());
        described.put("memory_mb", system.getTotalMemorySize() >> 20);
        described.put("heap_mb", Runtime.getRuntime().maxMemory() >> 20);
        described.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        described.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        described.put(
                "java_options",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        var disk = Files.getFileStore(directory);
        described.put("disk", String.format(Locale.ROOT, "%s, %d GB free", disk.type(), disk.getUsableSpace() >> 30));
        return described;
    }

    /** Returns the time of all processors that the process has used, the compiler and the collector included. */
    public static long cpuNanos() {
        return system().getProcessCpuTime();
    }

    /** Returns the time of a processor that this thread has used. */
    public static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Returns the load average of the last minute. */
    public static double load() {
        return system().getSystemLoadAverage();
    }

    /** Returns the bytes that this thread has allocated. */
    public static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Returns the heap in use, what could be collected included. */
    public static long heapMegabytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    /** Returns a line of what Linux says of this process, {@code VmRSS} or {@code VmHWM}; 0 elsewhere. */
    public static long residentMegabytes(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith(name + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                >> 10;
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
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
}
