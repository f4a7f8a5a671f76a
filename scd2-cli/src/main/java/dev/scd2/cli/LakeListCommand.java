package dev.scd2.cli;

import dev.scd2.lake.Lake;
import dev.scd2.lake.LakePartition;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows what each partition of a lake holds. */
@Command(name = "ls", description = "Show what each partition of a lake holds.", sortOptions = false)
final class LakeListCommand extends LakeVerb {
    @Override
    int run(Lake lake) {
        List<LakePartition> partitions = lake.list();
        Sheet sheet = sheet("entity", "partition", "files", "first", "last", "rows", "bytes", "earliest", "latest");
        for (LakePartition one : partitions) {
            sheet.add(
                    one.entity(),
                    one.partition(),
                    one.files(),
                    one.firstOffset(),
                    one.lastOffset(),
                    one.rows(),
                    one.bytes(),
                    one.earliest().toString(),
                    one.latest().toString());
        }
        String sentence = partitions.isEmpty() ? "There is nothing in it." : "";
        print(sentence, sheet, Report.JSON.createObjectNode(), "partitions");
        return ExitCode.OK;
    }
}
