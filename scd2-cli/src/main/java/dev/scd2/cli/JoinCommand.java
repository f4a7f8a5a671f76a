package dev.scd2.cli;

import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.Direction;
import dev.scd2.fact.JoinRule;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Joins facts in a file to the versions in others that were in force at their time. */
@Command(
        name = "join",
        description = {
            "Join facts to the versions that were in force at their time. Facts and versions are in Parquet, CSV or, named"
                    + " FILE#TABLE, in a table of a DuckDB file. Repeat --versions, each with its --key and --at, to look"
                    + " facts up in several dimensions in one pass."
        },
        sortOptions = false)
final class JoinCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--facts", required = true, paramLabel = "FILE", description = "The facts.")
    private String facts = "";

    @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "Of each dimension:%n")
    private List<Side> sides = new ArrayList<>();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description =
                    "outer: every fact, once; inner: those that met a version in each dimension; anti: the others."
                            + " Default: outer.")
    private Form form = Form.OUTER;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Where the days of dates lie. Default: UTC.")
    private String zone = "UTC";

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "Where the result goes: .parquet, .csv, or FILE#TABLE of a DuckDB file, which must not be there"
                            + " yet. Default: the first rows and how many facts ended how are printed.")
    private @Nullable String to;

    @Option(names = "--sql", description = "Print the query, and run nothing.")
    private boolean sqlOnly;

    @Option(names = "--output", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}. Default: table.")
    private Output output = Output.TABLE;

    /** Which facts come out. */
    enum Form {
        /** All. */
        OUTER,
        /** Those that met a version in each dimension. */
        INNER,
        /** Those that did not. */
        ANTI
    }

    /** One dimension. */
    static final class Side {
        @Option(names = "--versions", required = true, paramLabel = "FILE", description = "The versions.")
        private String versions = "";

        @Option(
                names = "--as",
                paramLabel = "NAME",
                description = "What the result's columns of it begin with. Default: the name of the file.")
        private @Nullable String as;

        @Option(
                names = "--key",
                required = true,
                split = ",",
                paramLabel = "COLUMN[=COLUMN]",
                description =
                        "Columns of the fact and, where they are called otherwise, of the version that must be equal.")
        private List<String> key = new ArrayList<>();

        @Option(names = "--at", required = true, paramLabel = "COLUMN", description = "The time of the fact.")
        private String at = "";

        @Option(
                names = "--anchor",
                paramLabel = "EDGE",
                description = "Which instant of its day the fact's time is, where it is a date: start or end.")
        private DateAnchor.@Nullable Edge anchor;

        @Option(
                names = "--known-at",
                paramLabel = "COLUMN",
                description =
                        "As of which system time the fact asks; the versions then have system_from and system_to.")
        private @Nullable String knownAt;

        @Option(names = "--from", paramLabel = "COLUMN", description = "The start of a version. Default: valid_from.")
        private String from = "valid_from";

        @Option(names = "--until", paramLabel = "COLUMN", description = "Its end, exclusive. Default: valid_to.")
        private @Nullable String until;

        @Option(
                names = "--last-day",
                paramLabel = "COLUMN",
                description = "Its last day, inclusive, in place of --until.")
        private @Nullable String lastDay;

        @Option(
                names = "--columns",
                split = ",",
                paramLabel = "COLUMN",
                description = "Columns of the version that the result has. Default: all.")
        private List<String> columns = new ArrayList<>();

        @Option(
                names = "--order",
                split = ",",
                paramLabel = "COLUMN",
                description = "Which version counts where several are in force: the one with the greater value.")
        private List<String> order = new ArrayList<>();

        @Option(names = "--direction", paramLabel = "DIRECTION", description = "backward, forward or nearest.")
        private Direction direction = Direction.BACKWARD;

        @Option(names = "--strict", description = "A start equal to the fact's time does not count.")
        private boolean strict;

        @Option(
                names = "--tolerance",
                paramLabel = "DURATION",
                description = "The greatest distance between the fact and the start, as in PT2H or P30D.")
        private @Nullable String tolerance;

        JoinRule rule() {
            JoinRule rule = new JoinRule(direction, strict, JoinRule.ANY_DISTANCE);
            try {
                return tolerance == null ? rule : rule.within(Duration.parse(tolerance));
            } catch (DateTimeException | IllegalArgumentException | ArithmeticException wrong) {
                throw Failure.usage("--tolerance needs a duration such as PT2H or P30D, not '" + tolerance + "'.");
            }
        }
    }

    @Override
    public Integer call() {
        try (JoinFiles files = JoinFiles.open(zone())) {
            JoinFiles.Table table = files.facts(facts);
            AsOfJoin join = AsOfJoin.of(table.query(), JoinDialect.DUCKDB);
            List<String> outcomes = new ArrayList<>();
            for (Side side : sides) {
                String name = side.as == null ? JoinFiles.name(side.versions) : side.as;
                join = join.lookup(lookup(files, table, side, name));
                outcomes.add(name + "_outcome");
            }
            String sql = formed(join).sql();
            files.notes().forEach(Objects.requireNonNull(spec).commandLine().getErr()::println);
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            if (sqlOnly) {
                out.println(files.definitions() + sql + ";");
                return ExitCode.OK;
            }
            JoinReport report = files.run(sql, to, outcomes);
            report.print(output, out);
            return ExitCode.OK;
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage(String.valueOf(wrong.getMessage()));
        }
    }

    private AsOfJoin formed(AsOfJoin join) {
        return switch (form) {
            case OUTER -> join;
            case INNER -> join.inner();
            case ANTI -> join.anti();
        };
    }

    private Lookup lookup(JoinFiles files, JoinFiles.Table table, Side side, String name) {
        JoinFiles.Table versions =
                files.versions(side.versions, side.from, side.until, side.lastDay, side.knownAt != null);
        Lookup lookup = Lookup.in(versions.versions(keyOf(side))).as(name).by(side.rule());
        for (String pair : side.key) {
            int equals = pair.indexOf('=');
            lookup = lookup.key(
                    files.comparable(table, equals < 0 ? pair : pair.substring(0, equals), versions, after(pair)),
                    after(pair));
        }
        if (table.isDate(side.at)) {
            if (side.anchor == null) {
                throw Failure.usage(
                        "The column " + side.at + " holds dates. Say with --anchor start or --anchor end which"
                                + " instant of the day counts, and with --zone where the day lies.");
            }
            lookup = lookup.at(table.date(side.at), new DateAnchor(side.anchor, zone()));
        } else {
            lookup = lookup.at(table.instant(side.at));
        }
        lookup = side.knownAt == null ? lookup : lookup.knownAt(table.instant(side.knownAt));
        List<String> columns = side.columns.isEmpty() ? versions.columns() : side.columns;
        return lookup.order(side.order.toArray(String[]::new)).columns(columns.toArray(String[]::new));
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    /** The version's columns that are compared, which are taken for its natural key unless an order is declared. */
    private static List<String> keyOf(Side side) {
        return side.key.stream().map(JoinCommand::after).toList();
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw Failure.usage("There is no zone '" + zone + "'. Name one such as America/Chicago.");
        }
    }
}
