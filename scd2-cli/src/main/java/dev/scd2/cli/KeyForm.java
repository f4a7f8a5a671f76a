package dev.scd2.cli;

import java.util.Locale;

/** A way of writing the text parts of a natural key alike. */
enum KeyForm {
    /** All letters small. */
    LOWER {
        @Override
        String of(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    },
    /** All letters capital. */
    UPPER {
        @Override
        String of(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    },
    /** No blank space at the ends. */
    TRIM {
        @Override
        String of(String text) {
            return text.strip();
        }
    };

    abstract String of(String text);
}
