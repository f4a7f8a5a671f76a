package dev.scd2.cli;

import dev.scd2.tck.cases.CaseFile;
import dev.scd2.tck.cases.CaseFileException;
import dev.scd2.tck.cases.CaseFiles;
import dev.scd2.tck.cases.CaseRunner;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a folder of case files on a store. */
@Command(name = "cases", description = "Run case files on a store. Exit code 3 if one fails.", sortOptions = false)
final class CasesCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            description = "A folder of case files (*.json, also in folders below), or one file.")
    private Path folder = Path.of("");

    @Option(names = "--store", required = true, paramLabel = "STORE", description = "${COMPLETION-CANDIDATES}.")
    private CaseStores.Kind store = CaseStores.Kind.MEMORY;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The JDBC URL of a PostgreSQL database, for --store postgres; each case has a schema of its own"
                            + " there, dropped afterwards. Default: a server is started for the run.")
    private @Nullable String url;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "How many orders of one history are tried at most. Default: every order of up to six changes,"
                    + " else 500.")
    private int orders = CaseRunner.ORDERS;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of random orders. Default: 1.")
    private long seed = 1;

    @Option(names = "--output", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}. Default: table.")
    private Output output = Output.TABLE;

    @Override
    public Integer call() {
        List<Path> files = files();
        if (orders < 1) {
            throw Failure.usage("--orders must be at least 1.");
        }
        CaseReport report = new CaseReport();
        try (CaseStores stores = CaseStores.of(store, url);
                Progress progress = Progress.over(files.size())) {
            CaseRunner runner = CaseRunner.on(stores::fresh)
                    .withJoiner(stores.joiner())
                    .withOrders(orders)
                    .withSeed(seed);
            for (Path file : files) {
                String name =
                        Files.isDirectory(folder) ? folder.relativize(file).toString() : file.toString();
                progress.at(name);
                run(runner, file, name, report);
                progress.step();
            }
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        report.print(store.name().toLowerCase(Locale.ROOT), output, out);
        return report.failed() > 0 ? ExitCode.VIOLATED : ExitCode.OK;
    }

    private List<Path> files() {
        if (!Files.exists(folder)) {
            throw Failure.of("There is no folder " + folder + ".");
        }
        List<Path> files = CaseFiles.in(folder);
        if (files.isEmpty()) {
            throw Failure.of("There is no case file in " + folder + ". Their names end in .json.");
        }
        return files;
    }

    private static void run(CaseRunner runner, Path file, String name, CaseReport report) {
        try {
            CaseFile read = CaseFile.read(file);
            report.add(name, read.name(), runner.run(read));
        } catch (CaseFileException wrong) {
            report.addUnreadable(name, String.valueOf(wrong.getMessage()));
        }
    }
}
