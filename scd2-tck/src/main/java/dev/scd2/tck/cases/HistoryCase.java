package dev.scd2.tck.cases;

import dev.scd2.dimension.Dimension;
import java.util.List;

/**
 * A history: what is applied, step by step, and the table that must come out. Immutable.
 *
 * @param name what it shows, in words
 * @param dimension what the changes are about
 * @param steps what happens, in order
 * @param expect what must be there in the end
 * @param everyOrder whether the changes of all steps give the same in every order
 * @param replayed whether everything is applied once more
 */
record HistoryCase(
        String name, Dimension dimension, List<Step> steps, Expectation expect, boolean everyOrder, boolean replayed)
        implements CaseFile {
    HistoryCase {
        steps = List.copyOf(steps);
    }
}
