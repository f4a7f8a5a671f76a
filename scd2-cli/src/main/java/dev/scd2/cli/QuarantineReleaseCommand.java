package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.change.Sequence;
import dev.scd2.engine.History;
import dev.scd2.store.BatchResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Applies rejected changes again. */
@Command(
        name = "release",
        description = "Apply rejected changes again, as one batch. Those that are rejected again stay in quarantine.",
        sortOptions = false)
final class QuarantineReleaseCommand extends UpkeepCommand {
    @Mixin
    private QuarantineChoice choice = new QuarantineChoice();

    @Option(
            names = "--sequence",
            paramLabel = "SEQUENCE",
            description =
                    "Apply them with this sequence, so that the loser of a conflict wins: whole numbers such as 1.2.3.")
    private @Nullable String sequence;

    @Override
    String act(History history, Declaration declaration, ObjectNode document) {
        Set<String> chosen = choice.in(history.store());
        BatchResult result = sequence == null
                ? history.release(chosen)
                : history.release(chosen, change -> change.withSequence(parsed(sequence)));
        document.put("released", chosen.size());
        document.put("accepted", result.accepted());
        document.put("replayed", result.replayed());
        document.put("rejected", result.rejected());
        return "Table " + declaration.table() + ": " + chosen.size() + " applied again, of which " + result.accepted()
                + " accepted, " + result.replayed() + " known already and " + result.rejected() + " rejected again.";
    }

    private static Sequence parsed(String text) {
        try {
            return Sequence.parse(text);
        } catch (NumberFormatException unreadable) {
            throw Failure.usage("--sequence must be whole numbers with dots between them.");
        }
    }
}
