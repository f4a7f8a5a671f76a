package dev.scd2.cli;

import dev.scd2.change.Batch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file as one batch. Immutable.
 *
 * @param file its name
 * @param at when its rows hold, if they all hold at one time
 * @param rows how many rows it has
 * @param firstRow the number of its first row as a person would count it
 * @param batch what is applied
 * @param notes what a person should know that is no error
 */
record Load(String file, @Nullable Instant at, long rows, long firstRow, Batch batch, List<String> notes) {
    Load {
        notes = List.copyOf(notes);
    }
}
