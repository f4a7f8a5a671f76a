package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.change.Sequence;
import dev.scd2.engine.History;
import dev.scd2.store.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases what identifies a person. */
@Command(
        name = "erase",
        description = "Erase the personal columns of one key from all of its history, evidence and quarantine.",
        sortOptions = false)
final class EraseCommand extends UpkeepCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "KEY",
            description = "The natural key, one word for each of its columns; written alike as --normalize-key said.")
    private List<String> key = new ArrayList<>();

    @Option(
            names = "--sequence",
            paramLabel = "SEQUENCE",
            description =
                    "Everything said before it is erased, whenever it comes: whole numbers such as 1.2.3. Default: now, in"
                            + " epoch microseconds, where the table takes its sequence from times.")
    private @Nullable String sequence;

    @Override
    String act(History history, Declaration declaration, ObjectNode document) {
        if (declaration.personal().isEmpty()) {
            throw Failure.of("Table " + declaration.table()
                    + " declares no personal column, so there is nothing to erase. Name them with --personal when the table"
                    + " is made.");
        }
        Sequence below = below(declaration);
        AuditEntry receipt = history.erase(KeyWords.fields(key, declaration), below);
        document.put("sequence", below.toString());
        document.put("subject", receipt.subject()).put("detail", receipt.detail());
        return "Table " + declaration.table() + ": what was said of the key before sequence " + below + " has no "
                + String.join(", ", declaration.personal()) + " any more. Receipt: " + receipt.subject() + ".";
    }

    private Sequence below(Declaration declaration) {
        if (sequence != null) {
            try {
                return Sequence.parse(sequence);
            } catch (NumberFormatException unreadable) {
                throw Failure.usage("--sequence must be whole numbers with dots between them.");
            }
        }
        if (declaration.reading().sequence() != null) {
            throw Failure.usage("Table " + declaration.table()
                    + " takes its sequence from a column. Say with --sequence up to where is erased.");
        }
        return FileTime.sequenceOf(Instant.now());
    }
}
