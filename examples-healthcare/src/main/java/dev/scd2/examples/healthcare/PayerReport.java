package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.pipeline.PayerConfig;
import dev.scd2.examples.healthcare.pipeline.Progress;
import dev.scd2.examples.healthcare.pipeline.StageReport;
import dev.scd2.examples.healthcare.warehouse.Check;
import dev.scd2.examples.healthcare.warehouse.LakeSizes;
import dev.scd2.examples.healthcare.warehouse.WarehouseKind;
import dev.scd2.examples.healthcare.warehouse.WarehouseSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Says what happens: progress on standard error, tables on standard output. Confined to one thread. */
final class PayerReport implements Progress {
    /** The exit code when everything ran and a check failed. */
    static final int CHECK_FAILED = 3;

    private static final List<String> OUTCOMES = List.of("MATCHED", "GAP", "BEFORE_FIRST", "UNKNOWN_KEY", "NULL_KEY");

    private final PrintWriter out;
    private final PrintWriter err;
    /** Told by the script: since Java 22 there is a console without a terminal too. */
    private final boolean terminal = Boolean.getBoolean("scd2.terminal");

    private @Nullable ProgressBar bar;

    PayerReport(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void begin(String stage) {
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(String.format("%-10s", stage))
                    .setInitialMax(-1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void step(String stage, long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void end(String stage, double seconds) {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        err.printf(Locale.ROOT, "%-10s %6.1f s%n", stage, seconds);
        err.flush();
    }

    /** Says what is not what it looks like. */
    void warehouse(PayerConfig config) {
        if (config.standsIn()) {
            out.println(
                    "The warehouse is a stand-in for Snowflake: a server in this process that Snowflake's driver speaks"
                            + " to, and that runs the statements on DuckDB. Nothing of this run shows what Snowflake would do"
                            + " with them. Set " + PayerConfig.SNOWFLAKE_URL + " to use an account.");
            out.flush();
        }
    }

    void stage(StageReport report) {
        out.printf(Locale.ROOT, "%n%s (%.1f s)%n", report.stage(), report.seconds());
        TextTable table = new TextTable("entity", "rows in", "rows out", "rejected");
        report.lines().forEach(line -> table.row(line.entity(), line.in(), line.out(), line.rejected()));
        table.print(out);
        out.flush();
    }

    void lake(LakeSizes sizes) {
        out.printf("%nthe same rows as Parquet (zstd), as CSV and as JSON%n");
        TextTable table = new TextTable("entity", "rows", "files", "Parquet", "CSV", "saved", "JSON", "saved");
        Stream.concat(sizes.lines().stream(), Stream.of(sizes.total()))
                .forEach(line -> table.row(
                        line.entity(),
                        line.rows(),
                        line.files(),
                        kilobytes(line.parquet()),
                        kilobytes(line.csv()),
                        percent(line.saved(line.csv())),
                        kilobytes(line.json()),
                        percent(line.saved(line.json()))));
        table.print(out);
        out.flush();
    }

    private static String kilobytes(long bytes) {
        return String.format(Locale.ROOT, "%,d kB", (bytes + 500) / 1_000);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    void warehouse(WarehouseSummary summary) {
        out.printf("%nversions, and what opened them%n");
        TextTable versions = new TextTable("dimension", "keys", "versions", "opened by");
        summary.dimensions()
                .forEach(d -> versions.row(
                        d.dimension(),
                        d.keys(),
                        d.versions(),
                        d.causes().entrySet().stream()
                                .map(cause -> cause.getKey() + " " + cause.getValue())
                                .collect(Collectors.joining(", "))));
        versions.print(out);
        out.printf("%nhow claim lines found the version in force on the day of service%n");
        TextTable outcomes =
                new TextTable("dimension", "matched", "in a gap", "before first", "unknown key", "null key");
        summary.outcomes().forEach(o -> {
            long all = o.lines().values().stream().mapToLong(Long::longValue).sum();
            outcomes.row(
                    o.dimension(),
                    share(o.lines(), OUTCOMES.get(0), all),
                    share(o.lines(), OUTCOMES.get(1), all),
                    share(o.lines(), OUTCOMES.get(2), all),
                    share(o.lines(), OUTCOMES.get(3), all),
                    share(o.lines(), OUTCOMES.get(4), all));
        });
        outcomes.print(out);
        story(summary.story());
        out.flush();
    }

    private static String share(Map<String, Long> lines, String outcome, long all) {
        @Nullable Long count = lines.get(outcome);
        return all == 0 ? "0.0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * (count == null ? 0 : count) / all);
    }

    private void story(WarehouseSummary.Story story) {
        out.printf(
                "%nmember %s: in September 2024 the coverage was ended back to June, and in August a move of May was"
                        + " reported%n",
                story.member());
        print(new TextTable("covered from", "to", "plan", "enrollment"), story.coverage());
        out.println();
        print(new TextTable("lived from", "to", "at", "FPL"), story.address());
        out.println();
        print(new TextTable("claim", "service", "paid on", "status", "paid", "coverage", "zip then"), story.claims());
    }

    private void print(TextTable table, List<List<String>> rows) {
        rows.forEach(row -> table.row(row.toArray()));
        table.print(out);
    }

    /** Prints the checks and returns whether all passed. */
    boolean checks(List<Check> checks) {
        out.printf("%ncheck%n");
        TextTable table = new TextTable("compared", "", "", "");
        checks.forEach(check -> table.row(check.name(), check.left(), check.right(), check.passed() ? "ok" : "FAILED"));
        table.print(out);
        long passed = checks.stream().filter(Check::passed).count();
        out.printf("%n%d checks passed, %d failed%n", passed, checks.size() - passed);
        out.flush();
        return passed == checks.size();
    }

    void end(PayerConfig config, double seconds) {
        out.printf(Locale.ROOT, "%ndone in %.1f s%n", seconds);
        String held = config.kind() == WarehouseKind.DUCKDB ? "DuckDB; " : "";
        out.println("  warehouse  " + config.warehouseName() + "  (" + held
                + "schemas raw, staging, intermediate, marts, dq)");
        out.println("  everything " + config.directory() + "  (embedded servers, lake, ledger)");
        out.println("  next       " + next(config));
        out.flush();
    }

    private static String next(PayerConfig config) {
        if (config.standsIn()) {
            return "the stand-in ended with this run, and all that it held";
        }
        String where = config.kind() == WarehouseKind.SNOWFLAKE ? " --warehouse snowflake" : "";
        return "./payer asof member <id> --on 2024-07-10" + where + ", ./payer retro" + where;
    }
}
