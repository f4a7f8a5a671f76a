package dev.scd2.tck.cases;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of a history. Immutable. */
sealed interface Step {
    /** Returns its number, from 1. */
    int number();

    /**
     * A batch is applied.
     *
     * @param error with which it must fail; null where it must not
     */
    record Apply(int number, Batch batch, @Nullable Reason error) implements Step {}

    /**
     * The dimension gets columns.
     *
     * @param wider the dimension with them
     * @param error with which it must fail; null where it must not
     */
    record AddColumns(int number, Dimension wider, @Nullable Reason error) implements Step {}

    /**
     * The horizon is moved.
     *
     * @param before where to
     * @param error with which it must fail; null where it must not
     */
    record Prune(int number, Instant before, @Nullable Reason error) implements Step {}

    /** What must be there so far. */
    record Check(int number, Expectation expect) implements Step {}
}
