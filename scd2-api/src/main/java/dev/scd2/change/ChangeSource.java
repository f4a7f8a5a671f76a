package dev.scd2.change;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the changes of one dimension come from, such as a topic, a table or a directory of files.
 *
 * <p>A source remembers nothing: how far it was read stands in the store, committed with what was read, and the store says it
 * when reading begins. So a batch that was committed is not asked for again, and one that was not is read again.
 *
 * <pre>{@code
 * try (ChangeSource.Reader reader = source.read(store::reached)) {
 *     while (!reader.isCaughtUp()) {
 *         Optional<Batch> batch = reader.next(Duration.ofSeconds(1));
 *         batch.ifPresent(history::apply);
 *         batch.ifPresent(reader::committed);
 *     }
 * }
 * }</pre>
 *
 * <p>That loop, with retries, is {@code dev.scd2.engine.intake.Intake}. A source is immutable and may be read again and again.
 */
public interface ChangeSource {

    /** Returns what people call it: the topic, the table, the directory. */
    String name();

    /**
     * Begins to read behind what was reached.
     *
     * @throws dev.scd2.error.SourceException if it cannot be read, or what should come next is no longer there
     */
    Reader read(Progress progress);

    /** How far a store has come in the partitions of a source. */
    @FunctionalInterface
    interface Progress {
        /** Returns the last position that was committed, inclusive; empty before the first. */
        Optional<Position> reached(String source, int partition);
    }

    /** A source that is being read. Confined to one thread. */
    interface Reader extends AutoCloseable {

        /**
         * Returns what comes next, with the positions reached; empty if nothing came in time. A batch may hold positions and
         * no change. It is returned once: who could not commit it begins to read anew.
         *
         * @param atMost how long to wait for something to come
         * @throws dev.scd2.error.SourceException if the source fails
         */
        Optional<Batch> next(Duration atMost);

        /** Returns whether all was returned that was there when reading began. */
        boolean isCaughtUp();

        /** Takes note that all of a batch is durable: the source may forget it, or show how far its reader has come. */
        default void committed(Batch batch) {}

        /** Ends reading. What was returned and not committed will be read again. */
        @Override
        void close();
    }
}
