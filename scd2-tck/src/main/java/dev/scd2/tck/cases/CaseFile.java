package dev.scd2.tck.cases;

import java.nio.file.Path;

/** One case: what sources say, and what must come out. Immutable. */
public sealed interface CaseFile permits HistoryCase, JoinCase {
    /** Returns what it shows, in words. */
    String name();

    /**
     * Reads a case from a JSON file.
     *
     * @throws CaseFileException if it cannot be read, is no JSON, or does not keep to the format; the message names the
     *     file, the place in it and the field
     */
    static CaseFile read(Path file) {
        return CaseReader.read(file);
    }
}
