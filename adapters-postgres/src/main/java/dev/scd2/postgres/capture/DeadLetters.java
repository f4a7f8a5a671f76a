package dev.scd2.postgres.capture;

import java.nio.file.Path;
import java.util.List;

/** Where changes go that could not be read. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Keeps letters; they are durable when this returns, and only then what was read with them is committed. A letter may come
     * again with the same place and content: behind a failure, reading begins where the store stands.
     *
     * @param letters  at least one, in the order in which they were read
     * @throws Exception if they cannot be kept; the source then fails, and they come again
     */
    void keep(List<DeadLetter> letters) throws Exception;

    /**
     * Returns a file to which letters are added, each as a line of JSON with {@code source}, {@code place}, {@code key}, {@code
     * value} and {@code reason}; it is made with the first one. It holds what the rows held: protect it as you protect them.
     */
    static DeadLetters file(Path file) {
        return new DeadLetterFile(file);
    }
}
