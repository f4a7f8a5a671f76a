package dev.scd2.sql.extract;

import dev.scd2.change.Position;
import dev.scd2.engine.intake.RowChange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a row of a source says. */
@FunctionalInterface
interface RowReading {
    /**
     * Returns the change of a row.
     *
     * @param offset its place in the order: epoch microseconds, or a number
     */
    RowChange read(Map<String, @Nullable Object> row, long offset, @Nullable Position position);
}
