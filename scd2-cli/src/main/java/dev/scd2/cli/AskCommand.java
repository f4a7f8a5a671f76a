package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.error.Scd2Exception;
import dev.scd2.store.DimensionStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands that ask a table have in common. Confined to one thread. */
abstract class AskCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TableOptions options = new TableOptions();

    /** Returns the file, if it is named without an option. */
    @Nullable
    Path positionalFile() {
        return null;
    }

    /** Asks and answers; returns the exit code. */
    abstract int ask(DimensionStore store, Declaration declaration);

    @Override
    public final Integer call() {
        Path file = options.file(positionalFile());
        try (Target target = Target.openExisting(file)) {
            Declaration declaration = target.requireDeclaration(options.table());
            try {
                return ask(target.store(declaration), declaration);
            } catch (Scd2Exception failure) {
                throw target.failed(failure);
            }
        }
    }

    Output output() {
        return options.output();
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** Prints versions; {@code document} is what JSON output says beside them. */
    void print(Sheet versions, ObjectNode document) {
        switch (output()) {
            case TABLE -> versions.printTable(out());
            case CSV -> versions.printCsv(out());
            case JSON -> {
                document.set("versions", versions.toJson(Report.JSON));
                Report.print(document, out());
            }
        }
    }
}
