package dev.scd2.cli;

import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all versions of one key. */
@Command(name = "history", description = "Show all versions of one key.", sortOptions = false)
final class HistoryCommand extends AskCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "KEY",
            description = "The natural key, one word for each of its columns; written alike as --normalize-key said.")
    private List<String> key = new ArrayList<>();

    @Override
    int ask(DimensionStore store, Declaration declaration) {
        VersionSheet versions = new VersionSheet(declaration, output());
        store.history(store.dimension().key(KeyWords.fields(key, declaration)))
                .versions()
                .forEach(versions::add);
        if (versions.sheet().size() == 0) {
            throw Failure.of("Table " + declaration.table() + " holds no version of this key.");
        }
        print(versions.sheet(), Report.JSON.createObjectNode().put("table", declaration.table()), "versions");
        return ExitCode.OK;
    }
}
