package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.store.DimensionStore;
import dev.scd2.timeline.Instants;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows every key as it was at one time. */
@Command(name = "asof", description = "Show every key as it was at one time.", sortOptions = false)
final class AsOfCommand extends AskCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --from.")
    private @Nullable Path file;

    @Option(names = "--at", required = true, paramLabel = "INSTANT", description = "The time, or a date (UTC).")
    private String at = "";

    @Override
    @Nullable
    Path positionalFile() {
        return file;
    }

    @Override
    int ask(DimensionStore store, Declaration declaration) {
        Instant instant = FileOptions.instant(at);
        if (!Instants.isInRange(instant)) {
            throw Failure.usage("--at must lie in " + Instants.MIN + " .. " + Instants.MAX + ".");
        }
        VersionSheet versions = new VersionSheet(declaration, output());
        store.asOf(instant, versions::add);
        ObjectNode document =
                Report.JSON.createObjectNode().put("table", declaration.table()).put("at", instant.toString());
        print(versions.sheet(), document, "versions");
        return ExitCode.OK;
    }
}
