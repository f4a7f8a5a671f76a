package dev.scd2.cli;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all versions of one key. */
@Command(name = "history", description = "Show all versions of one key.", sortOptions = false)
final class HistoryCommand extends AskCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "KEY",
            description = "The natural key, one word for each of its columns; written alike as --normalize-key said.")
    private List<String> key = new ArrayList<>();

    @Override
    int ask(DimensionStore store, Declaration declaration) {
        VersionSheet versions = new VersionSheet(declaration, output());
        store.history(keyOf(store, declaration)).versions().forEach(versions::add);
        if (versions.sheet().size() == 0) {
            throw Failure.of("Table " + declaration.table() + " holds no version of this key.");
        }
        print(versions.sheet(), Report.JSON.createObjectNode().put("table", declaration.table()));
        return ExitCode.OK;
    }

    private Key keyOf(DimensionStore store, Declaration declaration) {
        if (key.size() != declaration.key().size()) {
            throw Failure.usage("The key of table " + declaration.table() + " has "
                    + declaration.key().size() + " columns ("
                    + String.join(
                            ", ", declaration.key().stream().map(Column::name).toList()) + "), and " + key.size()
                    + (key.size() == 1 ? " word is" : " words are") + " given.");
        }
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < key.size(); i++) {
            Column column = declaration.key().get(i);
            Object part = Cell.valueOf(key.get(i), column.type());
            fields.put(
                    column.name(),
                    part instanceof String text ? declaration.reading().keyText(text) : part);
        }
        try {
            return store.dimension().key(fields);
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage(String.valueOf(wrong.getMessage()));
        }
    }
}
