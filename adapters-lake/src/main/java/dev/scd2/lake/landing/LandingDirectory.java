package dev.scd2.lake.landing;

import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.RowMapping;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory into which files are dropped: CSV ({@code .csv}) and JSON lines ({@code .jsonl}, {@code .ndjson}), each also
 * packed ({@code .gz}), each with or without a manifest beside it ({@code NAME.manifest.json}).
 *
 * <pre>{@code
 * ChangeSource source = LandingDirectory.at(Path.of("/landing/member"), member)
 *         .manifests(Manifests.REQUIRED)
 *         .column("effective_date", ColumnType.DATE)
 *         .to(TableMapping.of(member).validFrom("effective_date", ZoneOffset.UTC));
 * }</pre>
 *
 * <p>A file is recognised by the checksum of its content, and read once: the same file dropped again, under whatever name,
 * changes nothing. Which files were read is committed with what they say, so one that arrives late, with an earlier load time,
 * is read like any other. Files are read by load time, then by name, which also is the sequence of their rows; the load time
 * is that of the manifest, or else when the file was last written. A batch carries load id and load time.
 *
 * <p>A file that is not whole (checksum or number of rows not as its manifest says, or not readable to its end) is left alone
 * as a whole, the others go on, and it is told: to {@link Builder#refused}, or by a {@link dev.scd2.error.SourceException} when
 * all others were read. A value that is not of its column's type is no such fault: its row goes to quarantine. Immutable.
 */
public final class LandingDirectory implements ChangeSource {
    private final Path directory;
    private final String name;
    private final PathMatcher files;
    private final FieldReader fields;
    private final RowMeaning meaning;
    private final Manifests manifests;
    private final int batchRows;
    private final Duration every;
    private final @Nullable BiConsumer<Path, String> report;

    /** Whether a file needs a manifest to be read. */
    public enum Manifests {
        /** A file is read without one, too. */
        OPTIONAL,
        /** A file counts only when its manifest is there. */
        REQUIRED
    }

    private LandingDirectory(Builder builder, RowMapping mapping) {
        this.directory = builder.directory;
        this.name = builder.name;
        this.files = FileSystems.getDefault().getPathMatcher("glob:" + builder.files);
        this.fields = FieldReader.of(builder.dimension, builder.columns, builder.zone);
        this.meaning = new RowMeaning(builder.operation, builder.operations, mapping);
        this.manifests = builder.manifests;
        this.batchRows = builder.batchRows;
        this.every = builder.every;
        this.report = builder.report;
    }

    /** Returns a builder for the files of a directory, whose text is read by the column types of a dimension. */
    public static Builder at(Path directory, Dimension dimension) {
        return new Builder(directory, dimension);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reader read(Progress progress) {
        return new LandingReader(this, progress);
    }

    /** Hidden files are still being written, or none of ours. */
    boolean isMeant(Path path) {
        String file = String.valueOf(path.getFileName());
        return RowFile.isKnown(file)
                && !file.startsWith(".")
                && files.matches(path.getFileName())
                && Files.isRegularFile(path);
    }

    Path directory() {
        return directory;
    }

    FieldReader fields() {
        return fields;
    }

    RowMeaning meaning() {
        return meaning;
    }

    Manifests manifests() {
        return manifests;
    }

    int batchRows() {
        return batchRows;
    }

    Duration every() {
        return every;
    }

    @Nullable
    BiConsumer<Path, String> report() {
        return report;
    }

    /** Builds a {@link LandingDirectory}. Confined to one thread. */
    public static final class Builder {
        private final Path directory;
        private final Dimension dimension;
        private final Map<String, ColumnType> columns = new HashMap<>();
        private String name;
        private String files = "*";
        private @Nullable ZoneId zone;
        private @Nullable String operation;
        private Map<String, Operation> operations = Map.of();
        private Manifests manifests = Manifests.OPTIONAL;
        private int batchRows = 50_000;
        private Duration every = Duration.ofSeconds(10);
        private @Nullable BiConsumer<Path, String> report;

        private Builder(Path directory, Dimension dimension) {
            this.directory = directory;
            this.dimension = dimension;
            this.name = String.valueOf(directory.getFileName());
        }

        /** Sets the name under which it is remembered which files were read; that of the directory unless said. */
        public Builder named(String source) {
            name = source;
            return this;
        }

        /** Sets which files of the directory are meant, as a glob such as {@code member_*.csv}; all unless said. */
        public Builder files(String glob) {
            files = glob;
            return this;
        }

        /** Sets the type of a column of the files which the dimension does not have; text unless said. */
        public Builder column(String column, ColumnType type) {
            columns.put(column, type);
            return this;
        }

        /** Sets where timestamps without an offset are meant; unless said, they are not of their type. */
        public Builder localTimesIn(ZoneId where) {
            zone = where;
            return this;
        }

        /** Sets the column that says what happened, and what its values mean; rows observe unless said. */
        public Builder operation(String column, Map<String, Operation> meanings) {
            operation = column;
            operations = Map.copyOf(meanings);
            return this;
        }

        /** Sets whether a file needs a manifest; it does not unless said. */
        public Builder manifests(Manifests need) {
            manifests = need;
            return this;
        }

        /**
         * Sets how many rows a batch has at most; 50000 unless said. A file of more rows becomes several batches, and a reader
         * may see the first of them before the last.
         */
        public Builder batchRows(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("A batch needs at least one row, not " + rows + ".");
            }
            batchRows = rows;
            return this;
        }

        /** Sets how long to wait before looking again, for a directory that is read on and on; ten seconds unless said. */
        public Builder every(Duration pause) {
            every = pause;
            return this;
        }

        /** Sets who is told of files that were not read, and why, once as long as they do not change. */
        public Builder refused(BiConsumer<Path, String> reporter) {
            report = reporter;
            return this;
        }

        /** Returns the source, whose rows mean to a dimension what {@code mapping} says. */
        public LandingDirectory to(RowMapping mapping) {
            return new LandingDirectory(this, mapping);
        }
    }
}
