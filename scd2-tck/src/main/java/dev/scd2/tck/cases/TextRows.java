package dev.scd2.tck.cases;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows as an aligned text; a cell that a row leaves out is blank, null is {@code null}. Confined to one thread. */
final class TextRows {
    private final List<String> labels = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    void add(String label, Map<String, @Nullable Object> row) {
        labels.add(label);
        rows.add(row);
    }

    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        List<String> columns = new ArrayList<>(columns());
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(columns);
        lines.add(head);
        for (int i = 0; i < rows.size(); i++) {
            List<String> line = new ArrayList<>(List.of(labels.get(i)));
            for (String column : columns) {
                line.add(rows.get(i).containsKey(column) ? shown(rows.get(i).get(column)) : "");
            }
            lines.add(line);
        }
        return aligned(lines);
    }

    /** The columns of the longest row come first, in its order; a mark that no row bears is left out. */
    private Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        rows.stream()
                .sorted((a, b) -> Integer.compare(b.size(), a.size()))
                .forEach(row -> columns.addAll(row.keySet()));
        if (rows.stream().noneMatch(row -> Boolean.TRUE.equals(row.get(HeldRow.DELETED)))) {
            columns.remove(HeldRow.DELETED);
        }
        return columns;
    }

    private static String aligned(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                padded.append(' ')
                        .append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 1));
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** A text that could be taken for something else stands in quotes. */
    private static String shown(@Nullable Object cell) {
        if (cell instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (cell instanceof String text) {
            String escaped = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
            boolean plain = !escaped.isEmpty() && escaped.equals(escaped.strip()) && !escaped.equals("null");
            return plain ? escaped : '"' + escaped + '"';
        }
        return String.valueOf(cell);
    }
}
