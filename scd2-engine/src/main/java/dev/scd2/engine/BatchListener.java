package dev.scd2.engine;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.BatchResult;

/**
 * Sees what happens to batches. What it throws is discarded: a listener cannot fail a run. Called on the thread that
 * applies.
 */
public interface BatchListener {
    /** A batch was committed. */
    default void applied(Dimension dimension, BatchResult result) {}

    /** A batch failed, and nothing of it was written. */
    default void failed(Dimension dimension, RuntimeException cause) {}
}
