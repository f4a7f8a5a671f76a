package dev.scd2.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.error.Reason;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.store.BatchResult;
import dev.scd2.store.Rejection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the files of one command did. Confined to one thread. */
final class Report {
    static final JsonMapper JSON = new JsonMapper();

    private static final List<String> COLUMNS = List.of(
            "file",
            "at",
            "rows",
            "accepted",
            "replayed",
            "rejected",
            "inserted",
            "closed",
            "overwritten",
            "retracted",
            "seconds");
    private static final int COUNTS = 8;
    private static final int MAX_ROWS_NAMED = 5;

    private final Sheet sheet = new Sheet(COLUMNS);
    private final long[] total = new long[COUNTS];
    private final List<String> notes = new ArrayList<>();
    private double seconds;
    private int unchanged;
    private String last = "";

    void add(Load load, BatchResult result, double took) {
        MutationPlan plan = result.plan();
        long[] counts = {
            load.rows(),
            result.accepted(),
            result.replayed(),
            result.rejected(),
            plan.count(Insert.class),
            plan.count(Resize.class),
            plan.count(Overwrite.class),
            plan.count(Retract.class)
        };
        @Nullable Object[] row = new Object[COLUMNS.size()];
        row[0] = load.file();
        row[1] = load.at() == null ? null : load.at().toString();
        for (int i = 0; i < COUNTS; i++) {
            row[i + 2] = counts[i];
            total[i] += counts[i];
        }
        row[COLUMNS.size() - 1] = rounded(took);
        sheet.add(row);
        seconds += took;
        last = load.file();
        unchanged += plan.mutations().isEmpty()
                        && plan.evidence().isEmpty()
                        && plan.marks().isEmpty()
                ? 1
                : 0;
        notes.addAll(load.notes());
        noteRejections(load, plan.rejections());
    }

    private void noteRejections(Load load, List<Rejection> rejections) {
        Map<String, List<Long>> byReason = new TreeMap<>();
        boolean snapshot = load.batch().snapshot().isPresent();
        for (Rejection rejection : rejections) {
            if (snapshot && rejection.reason() == Reason.DUPLICATE_KEY_IN_SNAPSHOT) {
                continue;
            }
            List<Long> rows = byReason.computeIfAbsent(rejection.reason().name(), reason -> new ArrayList<>());
            if (rejection.position() != null) {
                rows.add(rejection.position().offset() + (snapshot ? load.firstRow() : 0));
            }
        }
        byReason.forEach((reason, rows) -> {
            String named = String.join(
                    ", ",
                    rows.stream().limit(MAX_ROWS_NAMED).map(String::valueOf).toList());
            notes.add(load.file() + ": " + rows.size() + " in quarantine with reason " + reason + ", row"
                    + (rows.size() == 1 ? " " : "s ") + named + (rows.size() > MAX_ROWS_NAMED ? ", …" : "") + ".");
        });
    }

    /** Returns what became of the files before one that failed. */
    String before(String command) {
        if (!command.equals("apply")) {
            return "";
        }
        if (files() == 0) {
            return " No file was applied.";
        }
        return " Applied before it, and kept: " + files() + (files() == 1 ? " file" : " files, the last of them") + " "
                + last + ". Run the command again to go on.";
    }

    int files() {
        return sheet.size();
    }

    void print(String command, String table, Output output, PrintWriter out, PrintWriter err) {
        if (unchanged > 0) {
            notes.add(unchanged + " of " + files() + (files() == 1 ? " file was" : " files were") + " known already: "
                    + (unchanged == 1 ? "it" : "they") + " changed nothing.");
        }
        switch (output) {
            case JSON -> printJson(command, table, out);
            case CSV -> sheet.printCsv(out);
            case TABLE -> {
                Sheet withTotal = sheet.withLast(totalRow());
                withTotal.printTable(out);
                if (command.equals("plan")) {
                    out.println("Nothing was written.");
                }
            }
        }
        if (output != Output.JSON) {
            notes.forEach(note -> err.println("Note: " + note));
        }
    }

    private @Nullable Object[] totalRow() {
        @Nullable Object[] row = new Object[COLUMNS.size()];
        row[0] = "total";
        for (int i = 0; i < COUNTS; i++) {
            row[i + 2] = total[i];
        }
        row[COLUMNS.size() - 1] = rounded(seconds);
        return row;
    }

    private void printJson(String command, String table, PrintWriter out) {
        ObjectNode document = JSON.createObjectNode();
        document.put("command", command);
        document.put("table", table);
        document.set("files", sheet.toJson(JSON));
        ObjectNode sum = document.putObject("total");
        sum.put("files", files());
        for (int i = 0; i < COUNTS; i++) {
            sum.put(COLUMNS.get(i + 2), total[i]);
        }
        sum.put("seconds", rounded(seconds));
        notes.forEach(document.putArray("notes")::add);
        print(document, out);
    }

    static void print(ObjectNode document, PrintWriter out) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree could not be written as JSON.", impossible);
        }
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }
}
