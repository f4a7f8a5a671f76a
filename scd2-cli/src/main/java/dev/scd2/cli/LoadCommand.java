package dev.scd2.cli;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What applying and planning have in common: files in, one batch each, a line each out. Confined to one thread. */
abstract class LoadCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FileOptions files = new FileOptions();

    @Mixin
    private DeclarationOptions columns = new DeclarationOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The DuckDB file that holds the history; made if it is missing.")
    private Path to = Path.of("");

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "The table in it. Default: its only one; 'history' in a new file.")
    private @Nullable String table;

    @Option(
            names = "--max-delete-share",
            paramLabel = "SHARE",
            description =
                    "The brake: the share, 0 to 1, of the keys in force that one snapshot may delete. Default: 0.2.")
    private double maxDeleteShare = 0.2;

    @Option(
            names = "--reject-limit",
            paramLabel = "N",
            description = "How many changes of one file may be rejected before it is refused. Default: any number.")
    private long rejectLimit = Long.MAX_VALUE;

    @Option(names = "--output", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}. Default: table.")
    private Output output = Output.TABLE;

    /** Returns the word for this command. */
    abstract String name();

    /** Opens the file of the history; empty if there is none and none is to be made. */
    abstract Optional<Target> target(Path file);

    /** Opens the table. */
    abstract DimensionStore open(Optional<Target> target, Declaration declaration, Limits limits);

    /** Does with a batch what this command does. */
    abstract BatchResult take(History history, Batch batch, Turn turn);

    /** Says what was done. */
    void print(Report report, Declaration declaration, Output form, PrintWriter out, PrintWriter err) {
        report.print(name(), declaration.table(), form, out, err);
    }

    /** Remembers how files are read, once one was taken. */
    abstract void taken(Optional<Target> target, Declaration declaration);

    /** Which batch of a command it is. */
    enum Turn {
        /** Others follow, which need what it did. */
        MORE_FOLLOW,
        /** None follows. */
        LAST
    }

    @Override
    public final Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        Limits limits = limits();
        if (files.saysTime() == columns.hasValidFrom() && files.saysTime()) {
            throw Failure.usage("--valid-from says when rows hold, and so does --at or --at-from-filename. Use one.");
        }
        Report report = new Report();
        try (ReaderConnection reader = ReaderConnection.open()) {
            LoadFiles sources = LoadFiles.of(files, reader);
            Optional<Target> target = target(to);
            try {
                Declaration declaration =
                        sources.declaration(columns, target.flatMap(t -> t.declaration(table)), table);
                sources.requireNoDrift(declaration);
                sources.apply(this, target, to, declaration, limits, report);
                print(
                        report,
                        declaration,
                        output,
                        command.commandLine().getOut(),
                        command.commandLine().getErr());
            } finally {
                target.ifPresent(Target::close);
            }
        }
        return ExitCode.OK;
    }

    private Limits limits() {
        if (!(maxDeleteShare >= 0 && maxDeleteShare <= 1)) {
            throw Failure.usage("--max-delete-share must be 0 to 1, not " + maxDeleteShare + ".");
        }
        if (rejectLimit < 0) {
            throw Failure.usage("--reject-limit must not be negative.");
        }
        return new Limits(maxDeleteShare, rejectLimit);
    }
}
