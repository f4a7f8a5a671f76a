package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.engine.History;
import dev.scd2.timeline.Instants;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the horizon and forgets evidence that decides nothing any more. */
@Command(
        name = "prune",
        description =
                "Forget the evidence that decides nothing from a time on. Versions stay; what begins before that time"
                        + " goes to quarantine from then on.",
        sortOptions = false)
final class PruneCommand extends UpkeepCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --from.")
    private @Nullable Path file;

    @Option(names = "--before", required = true, paramLabel = "INSTANT", description = "The time, or a date (UTC).")
    private String before = "";

    @Override
    @Nullable
    Path positionalFile() {
        return file;
    }

    @Override
    String act(History history, Declaration declaration, ObjectNode document) {
        Instant wanted = FileOptions.instant(before);
        if (!Instants.isInRange(wanted)) {
            throw Failure.usage("--before must lie in " + Instants.MIN + " .. " + Instants.MAX + ".");
        }
        long forgotten = history.prune(wanted);
        Instant horizon = Instants.ofMicros(history.store().state().horizon());
        document.put("horizon", horizon.toString()).put("forgotten", forgotten);
        return "Table " + declaration.table() + ": the horizon is " + horizon + ", and " + rows(forgotten, "evidence")
                + (forgotten == 1 ? " was" : " were") + " forgotten.";
    }
}
