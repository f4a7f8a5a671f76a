package dev.scd2.cli;

import dev.scd2.change.Position;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what lies in quarantine, without keys and values. */
@Command(
        name = "list",
        description = "List what was rejected, the oldest first, without keys and values.",
        sortOptions = false)
final class QuarantineListCommand extends AskCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --from.")
    private @Nullable Path file;

    @Option(names = "--reason", paramLabel = "REASON", description = "Only what was rejected for this reason.")
    private @Nullable Reason reason;

    @Override
    @Nullable
    Path positionalFile() {
        return file;
    }

    @Override
    int ask(DimensionStore store, Declaration declaration) {
        Sheet sheet = new Sheet(List.of("id", "reason", "file", "row", "kind", "message"));
        for (Rejection rejection : store.quarantine()) {
            if (reason == null || rejection.reason() == reason) {
                Position position = rejection.position();
                sheet.add(
                        rejection.identity(),
                        rejection.reason().name(),
                        position == null ? null : position.source(),
                        position == null ? null : position.offset(),
                        Words.of(rejection.change().getClass()),
                        rejection.message());
            }
        }
        print(sheet, Report.JSON.createObjectNode().put("table", declaration.table()), "rejections");
        return ExitCode.OK;
    }
}
