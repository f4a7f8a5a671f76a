package dev.scd2.cli;

import dev.scd2.dimension.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A natural key as a person types it. Stateless. */
final class KeyWords {
    private KeyWords() {}

    /** Returns the columns of the natural key that {@code words} say, one word for each, written alike as files are. */
    static Map<String, @Nullable Object> fields(List<String> words, Declaration declaration) {
        if (words.size() != declaration.key().size()) {
            throw Failure.usage("The key of table " + declaration.table() + " has "
                    + declaration.key().size() + " columns ("
                    + String.join(
                            ", ", declaration.key().stream().map(Column::name).toList()) + "), and " + words.size()
                    + (words.size() == 1 ? " word is" : " words are") + " given.");
        }
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            Column column = declaration.key().get(i);
            Object part = Cell.valueOf(words.get(i), column.type());
            fields.put(
                    column.name(),
                    part instanceof String text ? declaration.reading().keyText(text) : part);
        }
        try {
            declaration.dimension(Limits.NONE).key(fields);
        } catch (IllegalArgumentException wrong) {
            throw Failure.usage(String.valueOf(wrong.getMessage()));
        }
        return fields;
    }
}
