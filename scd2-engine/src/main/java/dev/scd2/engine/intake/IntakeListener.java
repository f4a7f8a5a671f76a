package dev.scd2.engine.intake;

import dev.scd2.change.Batch;
import dev.scd2.store.BatchResult;
import java.time.Duration;

/**
 * Sees what an {@link Intake} does. What it throws is discarded: a listener cannot fail a run. Called on the thread that reads.
 */
public interface IntakeListener {
    /** A batch of this source was committed; applying it took so long. */
    default void committed(String source, Batch batch, BatchResult result, Duration took) {}

    /** Source or store failed, and reading begins anew after this pause. */
    default void retries(String source, RuntimeException cause, Duration pause) {}
}
