package dev.scd2.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The command line of the measurements: {@code apply}. Exit codes: 0 done, 1 a history was wrong or a store failed, 2 wrong
 * use.
 */
public final class Bench {
    private static final String USAGE = "Usage: ./bench apply [--only " + String.join("|", Options.BENCHMARKS)
            + "] [--store " + String.join("|", Options.STORES) + "] [--rows N] [--runs N] [--seed N] [--large]";
    private static final int CORE_KEYS = 20_000;
    private static final int CORE_BATCH = 100_000;

    private Bench() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        Options options;
        try {
            if (arguments.length == 0 || !arguments[0].equals("apply")) {
                throw new IllegalArgumentException("Say what to measure: apply.");
            }
            options = Options.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        try {
            apply(options, System.out);
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    static void apply(Options options, PrintStream out) throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Report report = new Report(out, Machine.description(temporary));
        if (options.asksFor("core") && options.asksForStore("memory")) {
            int batch = Math.min(CORE_BATCH, options.rows());
            int keys = Math.min(CORE_KEYS, batch / 5);
            report.begin("core: " + batch + " changes of " + keys + " keys, histories handed in, one thread");
            report.core(new CoreBenchmark(options.seed(), keys, batch, options.runsOr(7)).run());
        }
        if (!"core".equals(options.only())) {
            if (options.asksForStore("postgres")) {
                measure(new PostgresDatabase(Files.createTempDirectory("scd2-bench-")), options, report);
            }
            if (options.asksForStore("duckdb")) {
                measure(new DuckDbDatabase(Files.createTempDirectory("scd2-bench-")), options, report);
            }
        }
        report.end();
    }

    private static void measure(Database opened, Options options, Report report) throws Exception {
        try (Database database = opened) {
            report.settings(database.settings());
            new StoreBenchmarks(database, options, report).run();
        }
    }
}
