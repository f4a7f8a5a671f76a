package dev.scd2.cli;

import java.util.Locale;

/** Constants as a person types and reads them. Stateless. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
