package dev.scd2.engine.intake;

import dev.scd2.change.Batch;
import dev.scd2.store.BatchResult;
import java.time.Duration;

/**
 * Sees what an {@link Intake} does. What it throws is discarded: a listener cannot fail a run. Called on the thread that reads.
 */
public interface IntakeListener {
    /** A run begins: this source will be read. Each run that begins ends or fails, unless its process dies. */
    default void begins(String source) {}

    /** A batch of this source was read, and is applied now. */
    default void read(String source, Batch batch) {}

    /** The batch that was read last was committed. */
    default void committed(String source, Batch batch, BatchResult result) {}

    /** Source or store failed, and reading begins anew after this pause. */
    default void retries(String source, RuntimeException cause, Duration pause) {}

    /** The run ended: all was read, or it was told to stop. */
    default void ends(String source, IntakeResult result) {}

    /** The run failed with this, which is thrown now. What was committed stays. */
    default void fails(String source, RuntimeException cause) {}
}
