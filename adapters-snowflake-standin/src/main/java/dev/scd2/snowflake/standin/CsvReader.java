package dev.scd2.snowflake.standin;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a CSV file by the rules of Snowflake: an enclosed empty field is the empty text, one that is not
 * enclosed is null if the format says so.
 */
final class CsvReader implements Closeable {
    private final FileFormat format;
    private final PushbackReader in;
    private boolean ended;
    private long line;

    CsvReader(Path file, FileFormat format) throws IOException {
        this.format = format;
        in = new PushbackReader(
                new BufferedReader(new InputStreamReader(Contents.open(file), StandardCharsets.UTF_8), 1 << 16), 2);
        if (format.delimiter().length() != 1) {
            throw SnowflakeError.unsupported("FIELD_DELIMITER of more than one character");
        }
    }

    /** Returns the number of the record that was read last, from 1, with those that were skipped. */
    long line() {
        return line;
    }

    /** Returns the fields of the next record, or null after the last one. */
    @Nullable
    List<@Nullable String> next() throws IOException {
        while (true) {
            List<@Nullable String> record = record();
            if (record == null) {
                return null;
            }
            line++;
            if (line <= format.skip()) {
                continue;
            }
            boolean blank = record.size() == 1
                    && (record.get(0) == null || record.get(0).isEmpty());
            if (!(blank && format.skipBlank())) {
                return record;
            }
        }
    }

    private @Nullable List<@Nullable String> record() throws IOException {
        if (ended) {
            return null;
        }
        int first = in.read();
        if (first < 0) {
            ended = true;
            return null;
        }
        in.unread(first);
        List<@Nullable String> fields = new ArrayList<>();
        while (field(fields)) {
            // the next field of the same record
        }
        return fields;
    }

    /** Reads a field and returns whether another one follows in the record. */
    private boolean field(List<@Nullable String> fields) throws IOException {
        char delimiter = format.delimiter().charAt(0);
        StringBuilder text = new StringBuilder();
        boolean enclosed = false;
        int c = in.read();
        if (format.trim()) {
            while (c == ' ') {
                c = in.read();
            }
        }
        if (format.quote() != null && c == format.quote()) {
            enclosed = true;
            enclosed(text);
            c = in.read();
        }
        while (c >= 0 && c != delimiter && !lineEnd(c)) {
            if (!enclosed && format.escapeUnenclosed() != null && c == format.escapeUnenclosed()) {
                escaped(text, c);
            } else {
                text.append((char) c);
            }
            c = in.read();
        }
        fields.add(value(text.toString(), enclosed));
        ended = c < 0;
        return c == delimiter;
    }

    private void escaped(StringBuilder text, int escape) throws IOException {
        int next = in.read();
        switch (next) {
            case 'N' -> text.append((char) escape).append('N');
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case -1 -> text.append((char) escape);
            default -> text.append((char) next);
        }
    }

    private void enclosed(StringBuilder text) throws IOException {
        char quote = java.util.Objects.requireNonNull(format.quote());
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new SnowflakeError("100016", "22000", "Field enclosed by quotes does not end");
            }
            if (format.escape() != null && c == format.escape()) {
                escaped(text, c);
            } else if (c != quote) {
                text.append((char) c);
            } else {
                int next = in.read();
                if (next == quote) {
                    text.append(quote);
                } else {
                    if (next >= 0) {
                        in.unread(next);
                    }
                    return;
                }
            }
        }
    }

    private boolean lineEnd(int c) throws IOException {
        if (c == '\r') {
            int next = in.read();
            if (next != '\n' && next >= 0) {
                in.unread(next);
            }
            return true;
        }
        return c == '\n';
    }

    private @Nullable String value(String text, boolean enclosed) {
        if (text.isEmpty() && !enclosed && format.emptyIsNull()) {
            return null;
        }
        String value = format.trim() && !enclosed ? text.stripTrailing() : text;
        return format.nulls().contains(value) ? null : value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
