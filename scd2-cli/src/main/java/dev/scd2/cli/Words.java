package dev.scd2.cli;

import dev.scd2.change.Change;
import java.util.Locale;

/** Constants as a person types and reads them. Stateless. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the word for a kind of change. */
    static String of(Class<? extends Change> kind) {
        return kind.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
