package dev.scd2.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows under headings, for people and programs. Confined to one thread. */
final class Sheet {
    private final List<String> columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    Sheet(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row: texts, whole and decimal numbers, truth values and nulls. */
    void add(@Nullable Object... cells) {
        rows.add(cells);
    }

    /** Returns this sheet with one more row. */
    Sheet withLast(@Nullable Object... cells) {
        Sheet longer = new Sheet(columns);
        longer.rows.addAll(rows);
        longer.rows.add(cells);
        return longer;
    }

    int size() {
        return rows.size();
    }

    /** Prints an aligned table; numbers stand right. */
    void printTable(PrintWriter out) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(columns.get(i));
            for (@Nullable Object[] row : rows) {
                widths[i] = Math.max(widths[i], width(shown(row[i])));
            }
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            append(line, columns.get(i), widths[i], isNumbers(i));
        }
        out.println(line.toString().stripTrailing());
        for (@Nullable Object[] row : rows) {
            line.setLength(0);
            for (int i = 0; i < widths.length; i++) {
                append(line, shown(row[i]), widths[i], row[i] instanceof Number);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private boolean isNumbers(int column) {
        return rows.stream().anyMatch(row -> row[column] instanceof Number)
                && rows.stream().allMatch(row -> row[column] == null || row[column] instanceof Number);
    }

    /** Prints comma-separated values with a header; null is an empty cell, empty text is quoted. */
    void printCsv(PrintWriter out) {
        out.println(String.join(",", columns.stream().map(Sheet::csv).toList()));
        for (@Nullable Object[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(i == 0 ? "" : ",").append(csv(row[i]));
            }
            out.println(line);
        }
    }

    /** Returns one object for each row. */
    ArrayNode toJson(JsonMapper mapper) {
        ArrayNode array = mapper.createArrayNode();
        for (@Nullable Object[] row : rows) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < row.length; i++) {
                object.set(columns.get(i), mapper.valueToTree(row[i]));
            }
        }
        return array;
    }

    private static void append(StringBuilder line, String text, int width, boolean right) {
        String space = " ".repeat(width - width(text));
        line.append(line.length() == 0 ? "" : "  ").append(right ? space + text : text + space);
    }

    private static String shown(@Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        if (cell instanceof Double number) {
            return String.format(Locale.ROOT, "%.2f", number);
        }
        return plain(cell).replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String csv(@Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        String text = plain(cell);
        boolean quoted = text.isEmpty()
                || !text.equals(text.strip())
                || text.chars().anyMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String plain(Object cell) {
        return cell instanceof BigDecimal decimal ? decimal.toPlainString() : cell.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
