package dev.scd2.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints tables while measuring, and at the end one line of JSON for each measurement. Confined to one thread. */
final class Report {
    private final PrintStream out;
    private final Map<String, Object> machine;
    private final List<String> json = new ArrayList<>();
    private Map<String, Object> now = Map.of();
    private String settings = "";

    Report(PrintStream out, Map<String, Object> machine) {
        this.out = out;
        this.machine = machine;
        machine.forEach((name, value) -> out.println(name + ": " + value));
    }

    /** Begins a benchmark: says what it is, and how fast the machine is now. */
    void begin(String title) {
        double calibration = Calibration.millis();
        double load = Machine.load();
        now = new LinkedHashMap<>();
        now.put("calibration_ms", calibration);
        now.put("load_before", load);
        out.printf(Locale.ROOT, "%n%s%ncalibration %.0f ms, load average %.1f before%n", title, calibration, load);
    }

    /** Says what the next benchmarks run on. */
    void settings(String text) {
        settings = text;
        out.println();
        out.println(text);
    }

    void core(List<CoreBenchmark.Case> cases) {
        out.printf(
                "%-28s %9s %10s %11s %22s %13s %13s %8s%n",
                "stream",
                "changes",
                "handed in",
                "changes/s",
                "slowest..fastest",
                "/s of thread",
                "/s of cores",
                "bytes");
        for (CoreBenchmark.Case measured : cases) {
            double[] rates = measured.rates();
            out.printf(
                    Locale.ROOT,
                    "%-28s %,9d %,10d %,11.0f %,10.0f..%,10.0f %,13.0f %,13.0f %,8.0f%n",
                    measured.name(),
                    measured.changes(),
                    measured.handedIn(),
                    Times.median(rates),
                    Times.quantile(0, rates),
                    Times.quantile(1, rates),
                    measured.rateOfThread(),
                    measured.rateOfOneCore(),
                    measured.bytesPerChange());
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("benchmark", "core");
            line.put("stream", measured.name());
            line.put("changes", measured.changes());
            line.put("handed_in", measured.handedIn());
            line.put("changes_per_second", Times.median(rates));
            line.put("changes_per_core_second", measured.rateOfOneCore());
            line.put("changes_per_thread_second", measured.rateOfThread());
            line.put("bytes_per_change", measured.bytesPerChange());
            line.put("runs_per_second", rates);
            add(line);
        }
    }

    void result(Result result) {
        double ratio = result.ratio();
        double target = result.target();
        double ours = Times.median(result.millis());
        double peers = Times.median(result.peerMillis());
        out.printf(
                Locale.ROOT,
                "%-9s %-52s %,11d rows %,10.1f ms %,10.1f ms  %7.2fx %s  %s%n",
                result.store(),
                result.what(),
                result.rows(),
                ours,
                peers,
                ratio,
                target == 0
                        ? "         "
                        : String.format(Locale.ROOT, "%s %.2fx", ratio <= target ? "<=" : "!>", target),
                result.peer());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("benchmark", result.benchmark());
        line.put("store", result.store());
        line.put("what", result.what());
        line.put("rows", result.rows());
        line.put("ms", ours);
        line.put("peer", result.peer());
        line.put("peer_ms", peers);
        line.put("ratio", ratio);
        line.put("target", target);
        line.put("settings", settings);
        line.put("runs_ms", result.millis());
        line.put("peer_runs_ms", result.peerMillis());
        add(line);
    }

    private void add(Map<String, Object> line) {
        line.putAll(now);
        line.put("load_after", Machine.load());
        line.putAll(machine);
        json.add(JsonLine.of(line));
    }

    /** Prints the lines of JSON. */
    void end() {
        out.println();
        endOn(out);
    }

    /** Prints the lines of JSON elsewhere, and nothing else. */
    void endOn(PrintStream lines) {
        json.forEach(lines::println);
    }
}
