package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Change;
import java.util.Optional;

/** Says what a captured event means for a dimension. */
interface DimensionFeed {
    /**
     * Returns the change, or nothing where the event says nothing that the dimension keeps.
     *
     * @throws IllegalArgumentException if the event cannot be read
     */
    Optional<Change> change(RawEvent event);
}
