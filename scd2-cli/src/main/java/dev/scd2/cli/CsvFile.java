package dev.scd2.cli;

import dev.scd2.dimension.ColumnType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header. Every column is text; an empty cell, quoted or not, is null.
 *
 * <p>DuckDB reads them, and is told the dialect: its guesses look at the rows, and a row must not change what a header
 * means. Only the extent of the header line is found here, so that DuckDB can be shown the header by itself.
 */
final class CsvFile implements SourceFile {
    private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern WIDTH = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final Path path;
    private final boolean gzip;
    private final char delimiter;
    private final ReaderConnection reader;
    private @Nullable List<Field> fields;

    CsvFile(Path path, boolean gzip, char delimiter, ReaderConnection reader) {
        this.path = path;
        this.gzip = gzip;
        this.delimiter = delimiter;
        this.reader = reader;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<Field> fields() {
        List<Field> known = fields;
        if (known == null) {
            known = readHeader();
            fields = known;
        }
        return known;
    }

    @Override
    public Extract read() {
        List<Field> header = fields();
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < header.size(); i++) {
            columns.append(i == 0 ? "" : ",").append("'c").append(i).append("':'VARCHAR'");
        }
        String sql = "SELECT * FROM read_csv(" + ReaderConnection.literal(path.toString()) + ", header=true, columns={"
                + columns + "}, auto_detect=false, compression='" + (gzip ? "gzip" : "none") + "'" + dialect() + ")";
        try {
            List<@Nullable Object[]> rows = reader.query(sql, result -> rows(result, header.size()));
            requireUnnamedToBeEmpty(header, rows);
            return new Extract(header, rows, 2);
        } catch (SQLException unreadable) {
            throw Failure.of(describe(String.valueOf(unreadable.getMessage())), unreadable);
        }
    }

    private String dialect() {
        return ", delim=" + ReaderConnection.literal(String.valueOf(delimiter)) + ", quote='\"', escape='\"'";
    }

    private static List<@Nullable Object[]> rows(ResultSet result, int width) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (result.next()) {
            @Nullable Object[] cells = new Object[width];
            for (int i = 0; i < width; i++) {
                cells[i] = result.getString(i + 1);
            }
            rows.add(cells);
        }
        return rows;
    }

    private void requireUnnamedToBeEmpty(List<Field> header, List<@Nullable Object[]> rows) {
        for (int column = 0; column < header.size(); column++) {
            if (header.get(column).isNamed()) {
                continue;
            }
            for (int row = 0; row < rows.size(); row++) {
                if (rows.get(row)[column] != null) {
                    throw Failure.of(path + ": column " + (column + 1)
                            + " has no name in the header and is not empty in" + " row " + (row + 2)
                            + " (the header is row 1). Name it in the file, or remove it.");
                }
            }
        }
    }

    private List<Field> readHeader() {
        Path line = null;
        try {
            line = Files.createTempFile("scd2-header", ".csv");
            Files.write(line, headerLine());
            String sql = "SELECT * FROM read_csv(" + ReaderConnection.literal(line.toString())
                    + ", header=false, all_varchar=true, skip=0" + dialect() + ")";
            List<Field> header = reader.query(sql, CsvFile::header);
            if (header.stream().noneMatch(Field::isNamed)) {
                throw Failure.of(path + " has no header. The first line must name the columns.");
            }
            return header;
        } catch (IOException unreadable) {
            throw Failure.of("The header of " + path + " cannot be read: " + Diagnosis.ofInput(unreadable), unreadable);
        } catch (SQLException unreadable) {
            throw Failure.of(
                    path + " has no header that can be read. The first line must name the columns, separated by"
                            + " commas or what --delimiter says.",
                    unreadable);
        } finally {
            discard(line);
        }
    }

    private static List<Field> header(ResultSet result) throws SQLException {
        List<Field> header = new ArrayList<>();
        if (result.next()) {
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                String name = result.getString(i);
                header.add(new Field(name == null ? "" : name.strip(), ColumnType.TEXT));
            }
        }
        return List.copyOf(header);
    }

    private byte[] headerLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = new BufferedInputStream(gzip ? new GZIPInputStream(raw) : raw)) {
            boolean quoted = false;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (!quoted && (next == '\n' || next == '\r')) {
                    break;
                }
                quoted ^= next == '"';
                line.write(next);
                if (line.size() > MAX_HEADER_BYTES) {
                    throw new IOException("its first line is longer than 1 MiB");
                }
            }
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void discard(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException leftForTheSystem) {
                file.toFile().deleteOnExit();
            }
        }
    }

    /** DuckDB's own message repeats the line; this one says where it is and what is wrong with it. */
    private String describe(String message) {
        Matcher line = LINE.matcher(message);
        String where = line.find() ? path + ", row " + line.group(1) + " (the header is row 1): " : path + ": ";
        Matcher width = WIDTH.matcher(message);
        if (width.find()) {
            return where + "the row has " + width.group(2) + " columns, the header has " + width.group(1)
                    + ". Quote cells that hold the delimiter.";
        }
        if (message.contains("unterminated quote")) {
            return where + "a quote is opened and not closed as it should be. Inside quotes, write a quote as two.";
        }
        if (message.contains("not utf-8")) {
            return where + "the text is not UTF-8. Convert the file, for example with iconv.";
        }
        if (message.contains("invalid state")) {
            return where
                    + "the lines end in different ways (CRLF and LF), or text follows a closing quote. Make the line"
                    + " ends equal, for example with dos2unix.";
        }
        return where + "not readable as CSV. Is it complete, and separated by '" + delimiter + "' (--delimiter)?";
    }
}
