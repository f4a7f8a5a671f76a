package dev.scd2.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a row of changes says happened. */
enum Operation {
    /** The entity exists and looks like this. */
    UPSERT,
    /** The entity is gone. */
    DELETE;

    /** The words that are known, for messages. */
    static final String WORDS = "i, c, r, insert, create, read, upsert, u, update, d, delete";

    /** Returns the operation that a cell names, in any case; null if it names none. */
    static @Nullable Operation named(String cell) {
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "i", "c", "r", "insert", "create", "read", "upsert", "u", "update" -> UPSERT;
            case "d", "delete" -> DELETE;
            default -> null;
        };
    }
}
