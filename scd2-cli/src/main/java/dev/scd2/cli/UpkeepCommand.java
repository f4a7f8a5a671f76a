package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.engine.History;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.timeline.Instants;
import java.util.List;

/** What commands that keep a history in order have in common: they say what they did, and what is recorded of it. */
abstract class UpkeepCommand extends AskCommand {
    /** Does it; returns what was done in a sentence, and puts the same into {@code document} with stable names. */
    abstract String act(History history, Declaration declaration, ObjectNode document);

    @Override
    final int ask(DimensionStore store, Declaration declaration) {
        int known = store.audit().size();
        ObjectNode document = Report.JSON.createObjectNode().put("table", declaration.table());
        String done = act(History.of(store), declaration, document);
        List<AuditEntry> all = store.audit();
        Sheet recorded = new Sheet(List.of("audit", "subject", "detail", "at"));
        for (AuditEntry entry : all.subList(known, all.size())) {
            recorded.add(
                    entry.event().name(),
                    entry.subject(),
                    entry.detail(),
                    Instants.ofMicros(entry.at()).toString());
        }
        switch (output()) {
            case TABLE -> {
                out().println(done);
                if (recorded.size() > 0) {
                    recorded.printTable(out());
                }
            }
            case CSV -> recorded.printCsv(out());
            case JSON -> {
                document.set("recorded", recorded.toJson(Report.JSON));
                Report.print(document, out());
            }
        }
        return ExitCode.OK;
    }

    static String rows(long count, String of) {
        return count + (count == 1 ? " row of " : " rows of ") + of;
    }
}
