package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.change.Sequence;
import dev.scd2.error.Scd2Exception;
import dev.scd2.sql.Adopted;
import dev.scd2.sql.Adoption;
import dev.scd2.sql.AdoptionReport;
import dev.scd2.sql.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes over a table of versions that something else made. */
@Command(
        name = "adopt",
        description = "Check a table of versions that something else made, and carry it on in place. Exit code 3 if"
                + " --dry-run finds something wrong.",
        sortOptions = false)
final class AdoptCommand implements Callable<Integer> {
    /** Before whatever a file can say. */
    private static final Sequence FIRST = Sequence.of(Long.MIN_VALUE);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DeclarationOptions columns = new DeclarationOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --from.")
    private @Nullable Path file;

    @Mixin
    private TableOptions options = new TableOptions();

    @Option(
            names = "--preset",
            required = true,
            paramLabel = "PRESET",
            description = "What made the table, and so what its columns are called: ${COMPLETION-CANDIDATES}.")
    private Preset preset = Preset.OWN;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The zone of starts and ends that are timestamps without one. Default: UTC.")
    private String zone = "UTC";

    @Option(names = "--dry-run", description = "Only report what is wrong; write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Path database = options.file(file);
        if (options.table() == null) {
            throw Failure.usage("Which table? Name it with --table.");
        }
        try (Target target = Target.openExisting(database)) {
            Declaration declaration = columns.declare(
                            options.table(), "the table", target.fields(options.table(), preset))
                    .with(preset);
            try {
                return adopt(target, declaration);
            } catch (Scd2Exception | IllegalArgumentException failure) {
                throw target.failed(failure);
            }
        }
    }

    private int adopt(Target target, Declaration declaration) {
        Adoption adoption = target.adoption(declaration).withSequence(FIRST).withZone(zone());
        if (dryRun) {
            AdoptionReport report = adoption.report();
            print(declaration, report, null);
            return report.isClean() ? ExitCode.OK : ExitCode.VIOLATED;
        }
        Adopted adopted = target.keeping(declaration, adoption::carryOn);
        print(declaration, adopted.report(), adopted);
        return ExitCode.OK;
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw Failure.usage("--zone " + zone + " is no time zone. Name one such as Europe/Berlin or +01:00.");
        }
    }

    private void print(Declaration declaration, AdoptionReport report, @Nullable Adopted adopted) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        switch (options.output()) {
            case TABLE -> {
                out.println("Table " + declaration.table() + ": " + report.rows() + " rows, " + report.keys()
                        + " keys, " + report.findings().size() + " findings.");
                if (!report.isClean()) {
                    sheet(report).printTable(out);
                }
                if (adopted != null) {
                    out.println("Adopted: " + adopted.quarantined() + " in quarantine, "
                            + adopted.restatements().size() + " windows of facts changed.");
                }
            }
            case CSV -> sheet(report).printCsv(out);
            case JSON -> Report.print(document(declaration, report, adopted), out);
        }
    }

    private static Sheet sheet(AdoptionReport report) {
        Sheet sheet = new Sheet(List.of("finding", "row", "from", "to", "rule", "treatment"));
        for (Finding finding : report.findings()) {
            sheet.add(
                    finding.kind().name(),
                    finding.row(),
                    text(finding.start()),
                    text(finding.end()),
                    finding.kind().rule(),
                    finding.kind().treatment().words());
        }
        return sheet;
    }

    private static @Nullable String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    private ObjectNode document(Declaration declaration, AdoptionReport report, @Nullable Adopted adopted) {
        ObjectNode document = Report.JSON.createObjectNode();
        document.put("table", declaration.table());
        document.put("preset", Words.of(preset));
        document.put("rows", report.rows());
        document.put("keys", report.keys());
        document.put("adopted", adopted != null);
        if (adopted != null) {
            document.put("quarantined", adopted.quarantined());
            document.put("restatements", adopted.restatements().size());
        }
        ObjectNode counts = document.putObject("counts");
        report.counts().forEach((kind, count) -> counts.put(kind.name(), count));
        document.set("findings", sheet(report).toJson(Report.JSON));
        return document;
    }
}
