package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.error.StoreException;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.Lake;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What commands about a lake have in common. Confined to one thread. */
abstract class LakeVerb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "LOCATION", description = "A directory, or s3://bucket/prefix.")
    private String location = "";

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where files under way lie. Default: a temporary directory, removed in the end.")
    private @Nullable Path cache;

    @Option(names = "--output", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}. Default: table.")
    private Output output = Output.TABLE;

    /** Does it; returns the exit code. */
    abstract int run(Lake lake);

    @Override
    public final Integer call() {
        Path files = cache == null ? temporary() : cache;
        try (Lake lake = Lake.open(parsed(), files)) {
            return run(lake);
        } catch (LakeException | StoreException failed) {
            throw Failure.of(String.valueOf(failed.getMessage()), failed);
        } finally {
            if (cache == null) {
                remove(files);
            }
        }
    }

    private LakeLocation parsed() {
        try {
            return LakeLocation.parse(location);
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage(String.valueOf(wrong.getMessage()));
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("scd2-lake");
        } catch (IOException failed) {
            throw Failure.of("The temporary directory cannot be written. Name another with --cache.", failed);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            // the system clears its temporary directory itself
            return;
        }
    }

    /** Opens a DuckDB file. */
    static Connection database(Path file) {
        return DuckDbStore.connect(file);
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /**
     * Prints what was done.
     *
     * @param sentence what people are told in front of the rows; empty for nothing
     * @param document what JSON output says beside the rows, which it calls {@code name}
     */
    void print(String sentence, Sheet rows, ObjectNode document, String name) {
        switch (output) {
            case TABLE -> {
                if (!sentence.isEmpty()) {
                    out().println(sentence);
                }
                if (rows.size() > 0) {
                    rows.printTable(out());
                }
            }
            case CSV -> rows.printCsv(out());
            case JSON -> {
                document.put("location", location);
                document.set(name, rows.toJson(Report.JSON));
                Report.print(document, out());
            }
        }
    }

    static Sheet sheet(String... columns) {
        return new Sheet(List.of(columns));
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
