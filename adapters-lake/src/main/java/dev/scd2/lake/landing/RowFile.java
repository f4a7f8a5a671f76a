package dev.scd2.lake.landing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The rows of an open file, one after the other. Confined to one thread. */
interface RowFile extends AutoCloseable {
    /**
     * Returns the next row by column; null at the end.
     *
     * @throws UnreadableFile if the file is none of its kind
     */
    @Nullable
    Map<String, @Nullable Object> next() throws UnreadableFile, IOException;

    /** Returns the line in which the last row began, from 1. */
    long line();

    @Override
    void close() throws IOException;

    /** Returns whether files of this name are read. */
    static boolean isKnown(String name) {
        return isCsv(plain(name)) || isJsonLines(plain(name));
    }

    /** Begins to read a file of the kind that its name says. */
    static RowFile of(String name, InputStream content, FieldReader fields) throws UnreadableFile, IOException {
        String plain = plain(name);
        InputStream unpacked = plain.length() == name.length() ? content : new GZIPInputStream(content);
        return isCsv(plain) ? CsvRows.of(unpacked, fields) : new JsonRows(unpacked, fields);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    }

    private static boolean isCsv(String plain) {
        return plain.endsWith(".csv");
    }

    private static boolean isJsonLines(String plain) {
        return plain.endsWith(".jsonl") || plain.endsWith(".ndjson");
    }
}
