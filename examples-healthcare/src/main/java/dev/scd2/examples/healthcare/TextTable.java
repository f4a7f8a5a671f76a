package dev.scd2.examples.healthcare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table for people: numbers to the right, all else to the left. Confined to one thread. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        rows.add(List.of(header));
    }

    TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(
                    cell instanceof Long || cell instanceof Integer
                            ? String.format("%,d", ((Number) cell).longValue())
                            : String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    void print(PrintWriter out) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                String cell = rows.get(r).get(i);
                String pad = " ".repeat(widths[i] - cell.length());
                line.append(' ')
                        .append(isNumber(cell) ? pad + cell : cell + pad)
                        .append(' ');
            }
            out.println(line.toString().stripTrailing());
            if (r == 0) {
                StringBuilder rule = new StringBuilder(" ");
                for (int width : widths) {
                    rule.append(' ').append("-".repeat(width)).append(' ');
                }
                out.println(rule.toString().stripTrailing());
            }
        }
    }

    private static boolean isNumber(String cell) {
        return cell.matches("-?[0-9][0-9,]*(\\.[0-9]+)?( ?%)?");
    }
}
