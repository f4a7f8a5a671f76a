package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.lake.Lake;
import dev.scd2.lake.LoadResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loads all of a lake. */
@Command(
        name = "replay",
        description = "Load the whole lake into the raw tables of a DuckDB file that holds nothing of one yet.",
        sortOptions = false)
final class LakeReplayCommand extends LakeVerb {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The DuckDB file; made where it is missing.")
    private Path file = Path.of("");

    @Override
    int run(Lake lake) {
        try (Connection connection = database(file)) {
            LoadResult loaded = lake.replay(connection, Clock.systemUTC());
            ObjectNode document = Report.JSON.createObjectNode();
            document.put("files", loaded.files());
            document.put("rows", loaded.rows());
            Sheet sheet = sheet("files", "rows");
            sheet.add(loaded.files(), loaded.rows());
            print("", sheet, document, "loaded");
            return ExitCode.OK;
        } catch (SQLException failed) {
            throw Failure.of(Diagnosis.ofDatabase(failed, file), failed);
        }
    }
}
