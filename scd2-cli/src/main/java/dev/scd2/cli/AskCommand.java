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

    /** Looks at the file beforehand, where the store does not tell what the command needs. */
    void prepare(Target target, Declaration declaration) {}

    /** Asks and answers; returns the exit code. */
    abstract int ask(DimensionStore store, Declaration declaration);

    @Override
    public final Integer call() {
        Path file = options.file(positionalFile());
        try (Target target = Target.openExisting(file)) {
            Declaration declaration = target.requireDeclaration(options.table());
            prepare(target, declaration);
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

    /** Prints rows; {@code document} is what JSON output says beside them, and {@code name} what it calls them. */
    void print(Sheet rows, ObjectNode document, String name) {
        switch (output()) {
            case TABLE -> rows.printTable(out());
            case CSV -> rows.printCsv(out());
            case JSON -> {
                document.set(name, rows.toJson(Report.JSON));
                Report.print(document, out());
            }
        }
    }
}
