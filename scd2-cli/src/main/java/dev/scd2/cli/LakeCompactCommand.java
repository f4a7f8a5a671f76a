package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.lake.CompactionResult;
import dev.scd2.lake.Lake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes fewer files of many. */
@Command(
        name = "compact",
        description = "Make one file of small neighbours of a partition and date. A writer and loaders may be at work.",
        sortOptions = false)
final class LakeCompactCommand extends LakeVerb {
    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "How large the files that become one may be together. Default: 134217728, which is 128 MiB.")
    private long maxBytes = 128L << 20;

    @Override
    int run(Lake lake) {
        if (maxBytes < 1) {
            throw Failure.usage("--max-bytes must be at least 1.");
        }
        CompactionResult done = lake.compact(maxBytes);
        ObjectNode document = Report.JSON.createObjectNode();
        document.put("written", done.written());
        document.put("replaced", done.replaced());
        document.put("rows", done.rows());
        Sheet sheet = sheet("written", "replaced", "rows");
        sheet.add(done.written(), done.replaced(), done.rows());
        print("", sheet, document, "done");
        return ExitCode.OK;
    }
}
