package dev.scd2.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A file of rows. Confined to one thread. */
sealed interface SourceFile permits CsvFile, JsonLinesFile, ParquetFile {
    /** Returns where it is. */
    Path path();

    /** Returns its columns. */
    List<Field> fields();

    /** Returns all of it. */
    Extract read();

    /** Returns whether every row has every column. */
    default Shape shape() {
        return Shape.RECTANGULAR;
    }

    /** Whether every row has every column. */
    enum Shape {
        /** Every row has every column. */
        RECTANGULAR,
        /** A row may leave columns out. */
        RAGGED
    }

    /** Returns the name that messages, the summary and quarantine show. */
    default String name() {
        return String.valueOf(path().getFileName());
    }

    /**
     * Returns the file at {@code path}, of the kind that its name and first bytes say.
     *
     * @throws Failure if it is not there, cannot be read, or is of no known kind
     */
    static SourceFile of(Path path, ReaderConnection reader, char delimiter) {
        byte[] magic = magic(path);
        if (startsWith(magic, 'P', 'A', 'R', '1')) {
            return new ParquetFile(path, reader);
        }
        boolean gzip = startsWith(magic, 0x1f, 0x8b);
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            if (!gzip && magic.length > 0) {
                throw Failure.of(path + " is called .gz and is not compressed with gzip. Rename it or pack it again.");
            }
            name = name.substring(0, name.length() - 3);
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
            return new JsonLinesFile(path, gzip);
        }
        if (name.endsWith(".parquet")) {
            throw Failure.of(path + " is called .parquet and is no Parquet file.");
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return new CsvFile(path, gzip, name.endsWith(".tsv") ? '\t' : delimiter, reader);
        }
        throw Failure.of(
                path + " is of no known kind. Read are .csv, .tsv, .txt, .jsonl, .ndjson, .json (each also .gz)"
                        + " and .parquet.");
    }

    private static byte[] magic(Path path) {
        if (!Files.exists(path)) {
            throw Failure.of("There is no file " + path + ".");
        }
        if (Files.isDirectory(path)) {
            throw Failure.of(
                    path + " is a directory. Name the files in it, for example " + path.resolve("*.csv") + ".");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(4);
        } catch (IOException unreadable) {
            throw Failure.of("The file " + path + " cannot be read. Check its permissions.", unreadable);
        }
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        byte[] start = new byte[expected.length];
        for (int i = 0; i < expected.length; i++) {
            start[i] = (byte) expected[i];
        }
        return bytes.length >= start.length && Arrays.equals(Arrays.copyOf(bytes, start.length), start);
    }
}
