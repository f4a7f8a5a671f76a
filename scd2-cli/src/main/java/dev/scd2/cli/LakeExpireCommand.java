package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.lake.ExpiryResult;
import dev.scd2.lake.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops old files. */
@Command(
        name = "expire",
        description =
                "Drop files all of whose messages are older than a day, and that are loaded or covered by a wider one.",
        sortOptions = false)
final class LakeExpireCommand extends LakeVerb {
    @Option(names = "--before", required = true, paramLabel = "DAY", description = "Such as 2026-03-01 (UTC).")
    private LocalDate before = LocalDate.EPOCH;

    @Option(
            names = "--loaded",
            paramLabel = "FILE",
            description = "The DuckDB file that the lake is loaded into. Without it only covered files go.")
    private @Nullable Path loaded;

    @Option(
            names = "--drop-newest",
            description = "Drop also what holds the newest change of a key. Default: such files stay.")
    private boolean dropNewest;

    @Option(names = "--dry-run", description = "Only show what would go.")
    private boolean dryRun;

    @Override
    int run(Lake lake) {
        if (loaded == null) {
            return run(lake, null);
        }
        if (!Files.isRegularFile(loaded)) {
            throw Failure.of("There is no DuckDB file " + loaded + ".");
        }
        try (Connection connection = database(loaded)) {
            return run(lake, connection);
        } catch (SQLException failed) {
            throw Failure.of(Diagnosis.ofDatabase(failed, loaded), failed);
        }
    }

    private int run(Lake lake, @Nullable Connection connection) {
        Lake.Keep keep = dropNewest ? Lake.Keep.NOTHING : Lake.Keep.NEWEST_ROWS;
        ExpiryResult result =
                dryRun ? lake.planExpiry(before, connection, keep) : lake.expire(before, connection, keep);
        Sheet sheet = sheet("file", "outcome", "why");
        String gone = dryRun ? "would go" : "gone";
        result.removed().forEach(key -> sheet.add(key, gone, null));
        result.kept().forEach(kept -> sheet.add(kept.key(), "stays", kept.why()));
        ObjectNode document = Report.JSON.createObjectNode();
        document.put("dryRun", dryRun);
        document.put("removed", result.removed().size());
        document.put("kept", result.kept().size());
        String sentence = count(result.removed().size(), "file") + (dryRun ? " would go, " : " went, ")
                + count(result.kept().size(), "old file") + " stayed.";
        print(sentence, sheet, document, "files");
        return ExitCode.OK;
    }
}
