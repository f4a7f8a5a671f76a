package dev.scd2.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that ask. Confined to one thread. */
final class TableOptions {
    @Option(
            names = {"--from", "--to"},
            paramLabel = "FILE",
            description = "The DuckDB file that apply wrote.")
    private @Nullable Path from;

    @Option(names = "--table", paramLabel = "NAME", description = "The table in it. Default: its only one.")
    private @Nullable String table;

    @Option(names = "--output", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}. Default: table.")
    private Output output = Output.TABLE;

    Output output() {
        return output;
    }

    @Nullable
    String table() {
        return table;
    }

    /** Returns the file, which may also be named without an option. */
    Path file(@Nullable Path positional) {
        if ((from == null) == (positional == null)) {
            throw Failure.usage("Name the DuckDB file that apply wrote, once: --from FILE.");
        }
        return from != null ? from : Objects.requireNonNull(positional);
    }
}
