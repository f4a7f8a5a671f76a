package dev.scd2.benchmarks;

import dev.scd2.benchmarks.capture.CaptureBench;
import dev.scd2.benchmarks.join.JoinBench;
import dev.scd2.benchmarks.rekey.RekeyBench;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line of the measurements: {@code apply}, {@code join}, {@code join-sql}, {@code capture}, {@code memory}, {@code versions},
 * {@code year}, {@code rekey}. Exit codes: 0 done, 1 a history was
 * wrong or a store failed, 2 wrong use.
 */
public final class Bench {
    private static final String USAGE = "Usage: ./bench apply [--only " + String.join("|", Options.BENCHMARKS)
            + "] [--store " + String.join("|", Options.STORES) + "] [--rows N] [--runs N] [--seed N] [--large]\n"
            + "       ./bench join [--shape NAME] [--keys long|text] [--facts N] [--runs N] [--threads N] [--seed N] [--output table|json]\n"
            + "       ./bench join-sql [--store duckdb|postgres] [--shape NAME,NAME] [--peer FILE,FILE] [--facts N] [--runs N] [--output table|json]\n"
            + "       ./bench capture [--rate N] [--seconds N] [--warm N] [--changes N] [--to raw|typed|dimension] [--only parts]\n"
            + "             [--members N] [--file-ms N] [--dimension-ms N] [--behind N] [--output table|json]\n"
            + "       ./bench memory|versions|year [--store NAME] [--rows N]\n"
            + "       ./bench rekey [--store NAME] [--rows N] [--runs N]";
    private static final int CHANGES = 10_000_000;
    private static final List<String> COMMANDS =
            List.of("apply", "join", "join-sql", "capture", "memory", "versions", "year", "rekey");
    private static final int YEAR = 365;
    private static final int CHANGES_OF_A_KEY = 5;
    private static final int CORE_BATCH = 10_000;

    private Bench() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        Times.Work work;
        try {
            work = work(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        try {
            work.run();
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static Times.Work work(String[] arguments) {
        if (arguments.length == 0 || !COMMANDS.contains(arguments[0])) {
            throw new IllegalArgumentException("Say what to measure: one of " + COMMANDS + ".");
        }
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length);
        if (arguments[0].equals("join")) {
            return JoinBench.of(System.out, words)::run;
        }
        if (arguments[0].equals("capture")) {
            return CaptureBench.of(System.out, words)::run;
        }
        if (arguments[0].equals("join-sql")) {
            SqlJoinOptions asked = SqlJoinOptions.of(words);
            return () -> joinSql(asked, System.out);
        }
        Options options = Options.of(words);
        return switch (arguments[0]) {
            case "memory" -> () -> memory(options, System.out);
            case "versions" -> () -> versions(options, System.out);
            case "year" -> () -> year(options, System.out);
            case "rekey" -> () -> rekey(options, System.out);
            default -> () -> apply(options, System.out);
        };
    }

    /** Streams ten million changes through each database, or as many as there are to be rows. */
    static void memory(Options options, PrintStream out) throws Exception {
        for (String store : List.of("duckdb", "postgres")) {
            if (options.asksForStore(store)) {
                try (Database database = database(store);
                        DimensionStore opened = database.open("memory")) {
                    database.limitMemory();
                    out.println(database.settings());
                    new Growth(out).memory(store, opened, options.rowsOr(CHANGES));
                }
            }
        }
    }

    /** Loads one key with a quarter of the rows, with half of them, and with all. */
    static void versions(Options options, PrintStream out) throws Exception {
        Growth growth = new Growth(out);
        growth.versionsHeader();
        for (String store : Options.STORES) {
            for (int part = 4; part >= 1 && options.asksForStore(store); part /= 2) {
                int versions = Math.max(1, options.rowsOr(1_000_000) / part);
                if (store.equals("memory")) {
                    growth.versions(store, Members.inMemory(), versions, options.seed());
                    continue;
                }
                try (Database database = database(store);
                        DimensionStore opened = database.open("versions")) {
                    growth.versions(store, opened, versions, options.seed());
                }
            }
        }
    }

    /** Keeps a year of daily listings in each database. */
    static void year(Options options, PrintStream out) throws Exception {
        for (String store : List.of("duckdb", "postgres")) {
            if (options.asksForStore(store)) {
                try (Database database = database(store)) {
                    new Growth(out).listings(database, YEAR, options.rowsOr(100_000), options.seed());
                }
            }
        }
    }

    /** Lets ten million facts, or as many as there are to be rows, follow late changes in each database. */
    static void rekey(Options options, PrintStream out) throws Exception {
        List<String> stores =
                Stream.of("postgres", "duckdb").filter(options::asksForStore).toList();
        RekeyBench.run(stores, options.rowsOr(CHANGES), options.runsOr(7), out);
    }

    /** Joins facts by generated SQL and by that of people. */
    static void joinSql(SqlJoinOptions options, PrintStream out) throws Exception {
        PrintStream progress = options.json() ? System.err : out;
        Report report = new Report(progress, Machine.description(Path.of(System.getProperty("java.io.tmpdir"))));
        for (String store : options.stores()) {
            List<SqlJoinBenchmark.Shape> shapes = options.shapes(store);
            if (!shapes.isEmpty()) {
                try (Database database = database(store)) {
                    report.settings(database.settings());
                    for (SqlJoinBenchmark.Shape shape : shapes) {
                        new SqlJoinBenchmark(database, report, progress).run(shape, options.runs(), options.peers());
                    }
                }
            }
        }
        report.endOn(out);
    }

    private static Database database(String store) throws IOException {
        Path directory = Files.createTempDirectory("scd2-bench-");
        return store.equals("postgres") ? new PostgresDatabase(directory) : new DuckDbDatabase(directory);
    }

    static void apply(Options options, PrintStream out) throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Report report = new Report(out, Machine.description(temporary));
        if (options.asksFor("core") && options.asksForStore("memory")) {
            int batch = Math.min(CORE_BATCH, options.rows());
            core(batch / 10, options, report);
            core(batch, options, report);
        }
        if (!options.only().equals(List.of("core"))) {
            if (options.asksForStore("postgres")) {
                measure(database("postgres"), options, report);
            }
            if (options.asksForStore("duckdb")) {
                measure(database("duckdb"), options, report);
            }
        }
        report.end();
    }

    private static void core(int batch, Options options, Report report) {
        int keys = Math.max(1, batch / CHANGES_OF_A_KEY);
        report.begin("core: " + batch + " changes of " + keys + " keys, histories handed in, one thread");
        report.core(new CoreBenchmark(options.seed(), keys, batch, options.runsOr(7)).run());
    }

    private static void measure(Database opened, Options options, Report report) throws Exception {
        try (Database database = opened) {
            report.settings(database.settings());
            new StoreBenchmarks(database, options, report).run();
        }
    }
}
