package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.dimension.Key;
import dev.scd2.engine.Invariant;
import dev.scd2.engine.Verification;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks everything that a table holds. */
@Command(
        name = "verify",
        description = "Check every version and all evidence against the invariants. Exit code 3 if one is violated.",
        sortOptions = false)
final class VerifyCommand extends AskCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --from.")
    private @Nullable Path file;

    @Override
    @Nullable
    Path positionalFile() {
        return file;
    }

    @Option(names = "--full", description = "Check every key. This is the default.")
    private boolean full;

    @Option(
            names = "--key-sample",
            paramLabel = "N",
            description = "Check so many keys, drawn at random, instead of every one.")
    private @Nullable Integer sample;

    private List<Key> drawn = List.of();

    @Override
    void prepare(Target target, Declaration declaration) {
        if (sample != null && (full || sample < 1)) {
            throw Failure.usage("--key-sample is a number of keys, at least 1, and not beside --full.");
        }
        drawn = sample == null ? List.of() : target.sample(declaration, sample);
    }

    @Override
    int ask(DimensionStore store, Declaration declaration) {
        Verification found = sample == null ? Verification.of(store) : Verification.of(store, drawn);
        switch (output()) {
            case TABLE -> printTable(declaration, found);
            case CSV -> sheet(found).printCsv(out());
            case JSON -> Report.print(document(declaration, found), out());
        }
        return found.isClean() ? ExitCode.OK : ExitCode.VIOLATED;
    }

    private void printTable(Declaration declaration, Verification found) {
        out().println("Table " + declaration.table() + ": " + found.versions() + " versions, " + found.open()
                + " open, " + found.keys() + " keys" + (sample == null ? "." : ", drawn at random."));
        sheet(found).printTable(out());
        out().println(found.isClean() ? "No invariant is violated." : "Violated:");
        found.examples().forEach(example -> out().println("  " + example));
    }

    private static Sheet sheet(Verification found) {
        List<String> columns = List.of("invariant", "rule", "violations");
        Sheet sheet = new Sheet(columns);
        for (Invariant invariant : Invariant.values()) {
            sheet.add(invariant.name(), invariant.rule(), found.violations().getOrDefault(invariant, 0L));
        }
        return sheet;
    }

    private static ObjectNode document(Declaration declaration, Verification found) {
        ObjectNode document = Report.JSON.createObjectNode();
        document.put("table", declaration.table());
        document.put("versions", found.versions());
        document.put("open", found.open());
        document.put("keys", found.keys());
        ObjectNode violations = document.putObject("violations");
        for (Invariant invariant : Invariant.values()) {
            violations.put(invariant.name(), found.violations().getOrDefault(invariant, 0L));
        }
        found.examples().forEach(document.putArray("examples")::add);
        return document;
    }
}
