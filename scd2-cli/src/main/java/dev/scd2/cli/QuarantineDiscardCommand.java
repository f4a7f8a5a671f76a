package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.engine.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives up rejected changes. */
@Command(name = "discard", description = "Give up rejected changes; the audit says why.", sortOptions = false)
final class QuarantineDiscardCommand extends UpkeepCommand {
    @Mixin
    private QuarantineChoice choice = new QuarantineChoice();

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "The reason, for the audit. Name no person in it.")
    private String why = "";

    @Override
    String act(History history, Declaration declaration, ObjectNode document) {
        int discarded = history.discard(choice.in(history.store()), why);
        document.put("discarded", discarded);
        return "Table " + declaration.table() + ": " + discarded + " given up.";
    }
}
