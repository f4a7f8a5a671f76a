package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.engine.History;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes every version again from evidence. */
@Command(
        name = "rebuild",
        description = "Make every version again from evidence, where something else has touched the table.",
        sortOptions = false)
final class RebuildCommand extends UpkeepCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --from.")
    private @Nullable Path file;

    @Override
    @Nullable
    Path positionalFile() {
        return file;
    }

    @Override
    String act(History history, Declaration declaration, ObjectNode document) {
        long written = history.rebuild();
        document.put("written", written);
        return "Table " + declaration.table() + ": " + rows(written, "versions") + (written == 1 ? " was" : " were")
                + " written or removed.";
    }
}
