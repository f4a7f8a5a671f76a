package dev.scd2.benchmarks.capture;

import dev.scd2.benchmarks.Calibration;
import dev.scd2.benchmarks.JsonLine;
import dev.scd2.benchmarks.Machine;
import dev.scd2.benchmarks.Times;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * How many changes a second come from PostgreSQL through Debezium, Kafka, Parquet and S3 into DuckDB, and how long each takes
 * from its commit until it is seen there. Afterwards warehouse and source must be equal.
 */
public final class CaptureBench {
    private static final int PART_CHANGES = 100_000;
    private static final long TICK = 200;
    private static final long PATIENCE_MILLIS = 300_000;

    private final CaptureOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    private CaptureBench(CaptureOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.progress = options.json() ? System.err : out;
    }

    /**
     * Returns the measurements that {@code words} ask for.
     *
     * @throws IllegalArgumentException if they say nothing that can be measured
     */
    public static CaptureBench of(PrintStream out, String... words) {
        return new CaptureBench(CaptureOptions.of(words), out);
    }

    /** Measures and prints. */
    public void run() throws Exception {
        Path directory = Files.createTempDirectory("scd2-bench-");
        try {
            Map<String, Object> machine = Machine.description(directory);
            machine.forEach((name, value) -> progress.println(name + ": " + value));
            try (Chain chain = new Chain(directory)) {
                if (options.parts()) {
                    parts(chain, machine);
                } else {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("benchmark", "capture");
                    line.put("calibration_ms", Calibration.millis());
                    line.put("load_before", Machine.load());
                    whole(chain, line);
                    line.put("load_after", Machine.load());
                    print(line, machine);
                }
            }
        } finally {
            delete(directory);
        }
    }

    /** On a thread with a name, by which its time is told from that of DuckDB. */
    private void parts(Chain chain, Map<String, Object> machine) throws Exception {
        Parts parts = new Parts(chain, options.members(), options.changes(PART_CHANGES), line -> print(line, machine));
        Workers worker = new Workers();
        worker.start("bench-part", parts::run);
        worker.close();
        worker.await(1);
    }

    private void whole(Chain chain, Map<String, Object> line) throws Exception {
        AtomicLongArray commits = Freshness.commits();
        Freshness loaded = new Freshness(options.members(), options.transaction(), commits);
        Freshness kept = new Freshness(options.members(), options.transaction(), commits);
        Freshness last = options.hasDimension() ? kept : loaded;
        try (MemberTable table = chain.table();
                Workers workers = new Workers();
                Workers writers = new Workers();
                Flow flow = new Flow(chain, options, workers, loaded, kept)) {
            writers.start("bench-writer", () -> write(table, writers, commits, loaded, kept, last));
            long begun = System.nanoTime();
            while (last.seen() < options.members() || System.nanoTime() - begun < options.warm() * 1e9) {
                step(workers, writers, last, begun, "warming up");
            }
            Usage before = Usage.now();
            loaded.begin();
            kept.begin();
            long seenBefore = last.seen();
            long filesBefore = flow.files();
            long from = System.nanoTime();
            while (!isOver(last, from)) {
                step(workers, writers, last, from, "measuring");
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            long changes = last.seen() - seenBefore;
            Map<String, Double> micros = Usage.now().since(before, changes);
            line.put("to", options.to());
            line.put("rate", options.rate());
            line.put("seconds", seconds);
            line.put("changes", changes);
            line.put("changes_per_second", changes / seconds);
            line.put("behind_at_end", last.behind());
            freshness(line, "freshness", options.hasDimension() ? kept : loaded);
            freshness(line, options.isTyped() ? "typed" : "raw", loaded);
            line.put("bytes_of_envelope", flow.bytesOfEnvelope());
            line.put("files_per_hour", (flow.files() - filesBefore) / seconds * 3600);
            micros.forEach((stage, took) -> line.put("cpu_us_" + stage, took));
            writers.close();
            begun = System.nanoTime();
            while (last.behind() > 0) {
                if (System.nanoTime() - begun > PATIENCE_MILLIS * 1_000_000) {
                    throw new IllegalStateException(last.behind() + " changes did not arrive.");
                }
                step(workers, writers, last, begun, "catching up");
            }
            line.put("catch_up_seconds", (System.nanoTime() - begun) / 1e9);
            line.put("peak_rss_mb", Machine.residentMegabytes("VmHWM"));
            line.put("heap_used_mb", Machine.heapMegabytes());
            compare(chain, line);
        }
    }

    private void write(
            MemberTable table,
            Workers writers,
            AtomicLongArray commits,
            Freshness loaded,
            Freshness kept,
            Freshness last)
            throws Exception {
        while (table.fill(options.members()) < options.members()) {
            if (writers.isStopped()) {
                return;
            }
        }
        long begun = System.nanoTime();
        for (long number = 0; !writers.isStopped(); number++) {
            if (options.rate() > 0) {
                long due = begun + (long) (number * 1e9 * options.transaction() / options.rate());
                while (due - System.nanoTime() > 0 && !writers.isStopped()) {
                    java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
                }
            } else {
                while (last.behind() > options.behind() && !writers.isStopped()) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
            }
            table.change(options.transaction());
            Freshness.put(commits, number, System.nanoTime());
            loaded.committed(number);
            kept.committed(number);
        }
    }

    private boolean isOver(Freshness last, long from) {
        return options.changes() > 0
                ? last.seen() >= options.changes()
                : System.nanoTime() - from >= options.seconds() * 1e9;
    }

    private void step(Workers workers, Workers writers, Freshness last, long from, String what) throws Exception {
        workers.await(TICK / 2);
        writers.await(TICK / 2);
        if (System.console() != null) {
            System.err.printf(
                    Locale.ROOT,
                    "\r%-12s %4.0f s, %,d changes there, %,d behind, heap %d MB   ",
                    what,
                    (System.nanoTime() - from) / 1e9,
                    last.seen(),
                    last.behind(),
                    Machine.heapMegabytes());
        }
    }

    private static void freshness(Map<String, Object> line, String name, Freshness freshness) {
        double[] samples = freshness.samples();
        if (samples.length == 0) {
            return;
        }
        line.put(name + "_p50_ms", Times.median(samples));
        line.put(name + "_p99_ms", Times.quantile(0.99, samples));
        line.put(name + "_max_ms", Times.quantile(1, samples));
    }

    /** Compares what the warehouse shows with the source, and puts the sizes down. */
    private void compare(Chain chain, Map<String, Object> line) throws SQLException {
        String sum = "select count(*) || ' ' || coalesce(sum(id), 0) || ' ' || coalesce(sum(stamp), 0) || ' '"
                + " || coalesce(sum(income), 0) from ";
        try (Connection source = chain.connect();
                Connection warehouse = chain.warehouse()) {
            String expected = one(source, sum + MemberTable.NAME);
            line.put("rows_of_source", one(source, "select count(*) from " + MemberTable.NAME));
            if (options.isTyped()) {
                require("typed table", expected, one(warehouse, sum + "typed.member where not _deleted"));
            }
            if (options.hasDimension()) {
                require("dimension", expected, one(warehouse, sum + "dim_member where is_current"));
                line.put("versions", one(warehouse, "select count(*) from dim_member"));
            }
        }
    }

    private static void require(String what, String expected, String there) {
        if (!there.equals(expected)) {
            throw new IllegalStateException("The " + what + " holds " + there + ", and the source " + expected + ".");
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private void print(Map<String, Object> line, Map<String, Object> machine) {
        progress.println();
        line.forEach((name, value) -> progress.println(
                name + ": " + (value instanceof Double number ? String.format(Locale.ROOT, "%,.1f", number) : value)));
        if (options.json()) {
            Map<String, Object> all = new LinkedHashMap<>(line);
            all.putAll(machine);
            out.println(JsonLine.of(all));
        }
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
}
