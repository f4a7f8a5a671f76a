package dev.scd2.benchmarks.join;

import dev.scd2.benchmarks.Calibration;
import dev.scd2.benchmarks.JsonLine;
import dev.scd2.benchmarks.Machine;
import dev.scd2.benchmarks.Times;
import dev.scd2.engine.join.VersionIndex;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The as-of join in memory beside DuckDB's two and the one written by hand, on the same rows, with the same threads, in
 * turns. Indexes and hash tables are built anew each time, by all of them. Each must come to the same answer.
 */
public final class JoinBench {
    private final JoinOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    private JoinBench(JoinOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.progress = options.json() ? System.err : out;
    }

    /**
     * Returns the measurements that {@code words} ask for.
     *
     * @throws IllegalArgumentException if they say nothing that can be measured
     */
    public static JoinBench of(PrintStream out, String... words) {
        return new JoinBench(JoinOptions.of(words), out);
    }

    /** Measures and prints. */
    public void run() throws Exception {
        Path directory = Files.createTempDirectory("scd2-bench-");
        Map<String, Object> machine = Machine.description(directory);
        machine.forEach((name, value) -> progress.println(name + ": " + value));
        progress.printf(
                "%n%-18s %-5s %12s %9s %9s %9s %9s %9s %8s %8s%n",
                "shape", "keys", "facts/s", "ours ms", "build ms", "ASOF", "interval", "by hand", "B/version", "limit");
        try (Threads threads = new Threads(options.threads())) {
            for (Shape shape : options.shapes()) {
                for (boolean texts : options.keyKinds(shape)) {
                    Map<String, Object> line =
                            measure(shape, texts, threads, Files.createTempDirectory(directory, "db"));
                    line.putAll(machine);
                    out.println(options.json() ? JsonLine.of(line) : row(line));
                }
            }
        } finally {
            delete(directory);
        }
    }

    private Map<String, Object> measure(Shape shape, boolean texts, Threads threads, Path directory) throws Exception {
        double calibration = Calibration.millis();
        double load = Machine.load();
        Measured measured =
                shape == Shape.STREAM ? stream(shape, threads, directory) : inMemory(shape, texts, threads, directory);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("benchmark", "join");
        line.put("shape", shape.text);
        line.put("keys", texts ? "text" : "long");
        line.put("facts", options.facts(shape));
        line.put("versions", (long) shape.keys * shape.versionsOfKey);
        line.put("dimensions", shape == Shape.THREE ? 3 : 1);
        line.put("threads", threads.count());
        measured.tell(line, options.facts(shape));
        line.put("calibration_ms", calibration);
        line.put("load_before", load);
        line.put("load_after", Machine.load());
        return line;
    }

    private Measured inMemory(Shape shape, boolean texts, Threads threads, Path directory) throws Exception {
        List<JoinData> data = data(shape, texts);
        Ours ours = new Ours(data);
        Measured measured = new Measured();
        try (DuckDbPeer duckDb = new DuckDbPeer(directory, threads.count())) {
            duckDb.load(data);
            measured.settings = duckDb.version();
            for (int run = -1; run < options.runs(); run++) {
                measured.run(run, "ours", () -> ours.join(threads));
                measured.build(run, ours.buildMillis());
                duckDb(run, measured, duckDb);
            }
        }
        measured.bytesOfVersion = ours.bytesOfVersion();
        measured.allocatedOfFact = ours.allocatedOfFact();
        if (data.size() == 1 && options.peers().contains("maps")) {
            byHand(data.get(0), threads, measured);
        }
        double read =
                MemoryLimit.nanosOfRead((long) (measured.bytesOfVersion * data.get(0).versionKeys.length), threads);
        measured.limitPerSecond = 1e9 * threads.count() / (read * MemoryLimit.lines(shape.versionsOfKey) * data.size());
        return measured;
    }

    private void duckDb(int run, Measured measured, DuckDbPeer duckDb) throws Exception {
        if (options.peers().contains("asof")) {
            measured.run(run, "duckdb_asof", duckDb::asof);
        }
        if (options.peers().contains("interval")) {
            measured.run(run, "duckdb_interval", duckDb::interval);
        }
    }

    private void byHand(JoinData data, Threads threads, Measured measured) throws Exception {
        Object[] versionKeys = data.objects(data.versionKeys);
        Object[] factKeys = data.objects(data.factKeys);
        for (int run = -1; run < Math.min(3, options.runs()); run++) {
            measured.run(run, "java_maps", () -> JavaMaps.join(data, versionKeys, factKeys, threads));
        }
    }

    private List<JoinData> data(Shape shape, boolean texts) {
        int facts = options.facts(shape);
        int keys = Math.max(1, (int) ((long) shape.keys * facts / shape.facts));
        List<JoinData> data = new ArrayList<>();
        data.add(new JoinData(shape, facts, keys, shape.versionsOfKey, texts, options.seed()));
        if (shape == Shape.THREE) {
            data.add(new JoinData(shape, facts, Math.max(1, keys / 5), 4, texts, options.seed() + 1));
            data.add(new JoinData(shape, facts, Math.max(1, keys / 200), 6, texts, options.seed() + 2));
        }
        return data;
    }

    private Measured stream(Shape shape, Threads threads, Path directory) throws Exception {
        int facts = options.facts(shape);
        JoinData data = new JoinData(shape, 0, shape.keys, shape.versionsOfKey, false, options.seed());
        FactFile file = new FactFile(directory.resolve("facts.bin"), facts);
        Measured measured = new Measured();
        try (DuckDbPeer duckDb = new DuckDbPeer(directory, threads.count())) {
            duckDb.load(data, file);
            measured.settings = duckDb.version();
            for (int run = -1; run < options.runs(); run++) {
                double[] build = new double[1];
                measured.run(run, "ours", () -> {
                    long begun = System.nanoTime();
                    VersionIndex index = VersionIndex.builder()
                            .threads(threads.count())
                            .build(data.versionColumn(), data.validFrom, data.validTo);
                    build[0] = (System.nanoTime() - begun) / 1e6;
                    measured.bytesOfVersion = (double) index.bytes() / data.versionKeys.length;
                    return file.join(index, threads);
                });
                measured.build(run, build[0]);
                duckDb(run, measured, duckDb);
            }
        }
        double read = MemoryLimit.nanosOfRead((long) (measured.bytesOfVersion * data.versionKeys.length), threads);
        measured.limitPerSecond = 1e9 * threads.count() / (read * MemoryLimit.lines(shape.versionsOfKey));
        return measured;
    }

    private static String row(Map<String, Object> line) {
        return String.format(
                Locale.ROOT,
                "%-18s %-5s %,12.0f %9.0f %9.0f %9s %9s %9s %9.1f %7.0f%%",
                line.get("shape"),
                line.get("keys"),
                number(line, "facts_per_second"),
                number(line, "ms"),
                number(line, "build_ms"),
                ratio(line, "ratio_duckdb_asof", 2),
                ratio(line, "ratio_duckdb_interval", 2),
                ratio(line, "ratio_java_maps", 1),
                number(line, "bytes_per_version"),
                number(line, "percent_of_limit"));
    }

    /** Returns a ratio, or a dash for a peer that was left out. */
    private static String ratio(Map<String, Object> line, String name, int digits) {
        return line.containsKey(name) ? String.format(Locale.ROOT, "%." + digits + "fx", number(line, name)) : "-";
    }

    private static double number(Map<String, Object> line, String name) {
        return (Double) line.getOrDefault(name, Double.NaN);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("The files of the benchmark are left in " + directory + ".", left);
        }
    }

    /** What was measured of one shape. */
    private static final class Measured {
        private final Map<String, List<Double>> millis = new LinkedHashMap<>();
        private final List<Double> builds = new ArrayList<>();
        private Answer answer = Answer.NONE;
        private String settings = "";
        private double bytesOfVersion;
        private double allocatedOfFact;
        private double limitPerSecond;

        private interface Join {
            Answer run() throws Exception;
        }

        /** Runs a join; run -1 is not counted. */
        void run(int run, String name, Join join) throws Exception {
            Answer[] came = new Answer[1];
            double took = Times.millis(() -> came[0] = join.run());
            if (answer.equals(Answer.NONE)) {
                answer = came[0];
            }
            if (!came[0].equals(answer)) {
                throw new IllegalStateException(
                        "The join " + name + " came to " + came[0] + ", and the one before to " + answer + ".");
            }
            if (run >= 0) {
                millis.computeIfAbsent(name, one -> new ArrayList<>()).add(took);
            }
        }

        void build(int run, double took) {
            if (run >= 0) {
                builds.add(took);
            }
        }

        void tell(Map<String, Object> line, int facts) {
            List<Double> ours = millis.get("ours");
            double median = Times.median(ours);
            line.put("matched", answer.matched());
            line.put("facts_per_second", facts / median * 1e3);
            line.put("ms", median);
            line.put("build_ms", Times.median(builds));
            millis.forEach((name, took) -> {
                if (!name.equals("ours")) {
                    line.put("ratio_" + name, ratio(ours, took));
                    line.put(name + "_ms", Times.median(took));
                }
            });
            line.put("bytes_per_version", bytesOfVersion);
            line.put("allocated_bytes_per_fact", allocatedOfFact);
            line.put("limit_facts_per_second", limitPerSecond);
            line.put("percent_of_limit", 100 * facts / ((median - Times.median(builds)) / 1e3) / limitPerSecond);
            line.put("runs_ms", ours);
            line.put("settings", settings);
        }

        /** How many times as fast as a peer, the median over the turns; where there were fewer turns, of medians. */
        private static double ratio(List<Double> ours, List<Double> peer) {
            if (peer.size() < ours.size()) {
                return Times.median(peer) / Times.median(ours);
            }
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < ours.size(); i++) {
                ratios.add(peer.get(i) / ours.get(i));
            }
            return Times.median(ratios);
        }
    }
}
