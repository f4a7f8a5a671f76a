package dev.scd2.lake.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvReadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values in UTF-8, of which the first line names the columns. An empty cell is null; an empty line counts for
 * nothing. Confined to one thread.
 */
final class CsvRows implements RowFile {
    private static final CsvMapper MAPPER =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final MappingIterator<String[]> lines;
    private final FieldReader fields;
    private List<String> header = List.of();
    /** Where the last row began, and where the next one does. */
    private long line = 1;

    private long next = 1;

    private CsvRows(MappingIterator<String[]> lines, FieldReader fields) {
        this.lines = lines;
        this.fields = fields;
    }

    /** Begins to read, behind the header. An empty file has neither header nor rows. */
    static CsvRows of(InputStream content, FieldReader fields) throws UnreadableFile, IOException {
        InputStreamReader text = new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder());
        CsvRows rows = new CsvRows(lines(text), fields);
        String[] names = rows.cells();
        if (names != null) {
            rows.header = header(names);
        }
        return rows;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next() throws UnreadableFile, IOException {
        String[] cells = header.isEmpty() ? null : cells();
        if (cells == null) {
            return null;
        }
        if (cells.length != header.size()) {
            throw UnreadableFile.at(
                    line, "the row has " + cells.length + " columns, the header has " + header.size() + ".");
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            row.put(header.get(i), cells[i].isEmpty() ? null : fields.typed(header.get(i), cells[i]));
        }
        return row;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static MappingIterator<String[]> lines(InputStreamReader text) throws UnreadableFile, IOException {
        try {
            return MAPPER.readerFor(String[].class).readValues(text);
        } catch (CharacterCodingException | JsonProcessingException wrong) {
            throw unreadable(1, wrong);
        }
    }

    private String @Nullable [] cells() throws UnreadableFile, IOException {
        try {
            while (lines.hasNextValue()) {
                line = next;
                String[] cells = lines.nextValue();
                next = line + 1 + breaks(cells);
                if (cells.length > 1 || (cells.length == 1 && !cells[0].isEmpty())) {
                    return cells;
                }
            }
            return null;
        } catch (CharacterCodingException | JsonProcessingException wrong) {
            throw unreadable(next, wrong);
        }
    }

    /** A quoted cell may go on in the next line. */
    private static long breaks(String[] cells) {
        return Stream.of(cells)
                .flatMapToInt(String::chars)
                .filter(letter -> letter == '\n')
                .count();
    }

    private static UnreadableFile unreadable(long line, IOException wrong) {
        if (wrong instanceof JsonProcessingException syntax) {
            return UnreadableFile.at(
                    line,
                    isAboutQuotes(syntax)
                            ? "a quote is not closed, or text follows a closing quote."
                            : "not readable as CSV.");
        }
        return UnreadableFile.at(line, "at or behind it the text is not UTF-8.");
    }

    private static boolean isAboutQuotes(JsonProcessingException wrong) {
        String message = String.valueOf(wrong.getOriginalMessage());
        return wrong instanceof CsvReadException || message.contains("quote") || message.contains("separator");
    }

    private static List<String> header(String[] names) throws UnreadableFile {
        List<String> header = Stream.of(names)
                .map(name -> name.startsWith("\uFEFF") ? name.substring(1) : name)
                .map(String::strip)
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (name.isEmpty() || !seen.add(name)) {
                throw UnreadableFile.at(1, "a column has no name, or that of another one.");
            }
        }
        return header;
    }
}
