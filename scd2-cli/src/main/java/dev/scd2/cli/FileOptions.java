package dev.scd2.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which files there are and when their rows hold. Confined to one thread. */
final class FileOptions {
    @ArgGroup(multiplicity = "1")
    private Files files = new Files();

    @ArgGroup(multiplicity = "0..1")
    private Times times = new Times();

    @Option(names = "--delimiter", paramLabel = "CHAR", description = "What separates CSV cells. Default: a comma.")
    private char delimiter = ',';

    /** What the rows are. */
    static final class Files {
        @Option(
                names = "--snapshot",
                arity = "1..*",
                paramLabel = "FILE",
                description = "Files that list everything there is at one time; a key that is missing is gone.")
        private List<Path> snapshots = new ArrayList<>();

        @Option(
                names = "--changes",
                arity = "1..*",
                paramLabel = "FILE",
                description = "Files with what changed, row by row; their order does not matter.")
        private List<Path> changes = new ArrayList<>();
    }

    /** When the rows hold, unless a column says so. */
    static final class Times {
        @Option(
                names = "--at-from-filename",
                description = "All rows of a file hold from the time in its name on: yyyyMMddTHHmmssZ,"
                        + " yyyy-MM-dd[THH:mm:ssZ] or yyyyMMdd.")
        private boolean fromFileName;

        @Option(names = "--at", paramLabel = "INSTANT", description = "All rows hold from this time on (UTC).")
        private @Nullable String at;
    }

    Mode mode() {
        return files.snapshots.isEmpty() ? Mode.CHANGES : Mode.SNAPSHOT;
    }

    /** Returns the files as they were named. */
    List<SourceFile> sources(ReaderConnection reader) {
        List<SourceFile> sources = new ArrayList<>();
        for (Path path : mode() == Mode.SNAPSHOT ? files.snapshots : files.changes) {
            sources.add(SourceFile.of(path, reader, delimiter));
        }
        return sources;
    }

    /** Returns whether these options say when rows hold. */
    boolean saysTime() {
        return times.fromFileName || times.at != null;
    }

    /** Returns when the rows of {@code file} hold; null if a column says so. */
    @Nullable
    Instant timeOf(SourceFile file) {
        if (times.fromFileName) {
            return FileTime.inName(file.name());
        }
        return times.at == null ? null : instant(times.at);
    }

    /** Returns the instant of an {@code --at} option. */
    static Instant instant(String text) {
        return FileTime.parse(text)
                .orElseThrow(() ->
                        Failure.usage("--at needs a time such as 2026-03-01T12:00:00Z or a date such as 2026-03-01,"
                                + " not '" + text + "'."));
    }
}
