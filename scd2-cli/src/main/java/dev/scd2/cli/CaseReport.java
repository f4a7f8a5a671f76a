package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.tck.cases.CaseResult;
import dev.scd2.tck.cases.CaseResult.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How case files ended. Confined to one thread. */
final class CaseReport {
    private final List<Line> lines = new ArrayList<>();

    private record Line(String file, String name, CaseResult result) {}

    void add(String file, String name, CaseResult result) {
        lines.add(new Line(file, name, result));
    }

    /** Adds a file that is no case; it counts as failed. */
    void addUnreadable(String file, String why) {
        lines.add(new Line(file, "not a case file", new CaseResult(Outcome.FAILED, List.of(why))));
    }

    long failed() {
        return count(Outcome.FAILED);
    }

    void print(String store, Output output, PrintWriter out) {
        switch (output) {
            case TABLE -> printTable(out);
            case CSV -> sheet().printCsv(out);
            case JSON -> Report.print(document(store), out);
        }
    }

    private void printTable(PrintWriter out) {
        for (Line line : lines) {
            if (line.result().outcome() == Outcome.FAILED) {
                out.println("FAILED " + line.file() + ": " + line.name());
                line.result()
                        .findings()
                        .forEach(finding -> out.println(finding.indent(2).stripTrailing()));
            }
        }
        lines.stream()
                .filter(line -> line.result().outcome() == Outcome.SKIPPED)
                .flatMap(line -> line.result().findings().stream())
                .distinct()
                .forEach(why -> out.println("Skipped: " + why + "."));
        long skipped = count(Outcome.SKIPPED);
        out.println(count(Outcome.PASSED) + " passed, " + failed() + " failed"
                + (skipped == 0 ? "" : ", " + skipped + " skipped"));
    }

    private Sheet sheet() {
        Sheet sheet = new Sheet(List.of("file", "name", "outcome", "findings"));
        for (Line line : lines) {
            sheet.add(
                    line.file(),
                    line.name(),
                    outcome(line),
                    String.join("\n", line.result().findings()));
        }
        return sheet;
    }

    private ObjectNode document(String store) {
        ObjectNode document = Report.JSON.createObjectNode();
        document.put("store", store);
        document.put("passed", count(Outcome.PASSED));
        document.put("failed", failed());
        document.put("skipped", count(Outcome.SKIPPED));
        ArrayNode cases = document.putArray("cases");
        for (Line line : lines) {
            ObjectNode one = cases.addObject();
            one.put("file", line.file());
            one.put("name", line.name());
            one.put("outcome", outcome(line));
            line.result().findings().forEach(one.putArray("findings")::add);
        }
        return document;
    }

    private long count(Outcome outcome) {
        return lines.stream().filter(line -> line.result().outcome() == outcome).count();
    }

    private static String outcome(Line line) {
        return line.result().outcome().name().toLowerCase(Locale.ROOT);
    }
}
