package dev.scd2.engine.intake;

import dev.scd2.change.Change;
import java.util.List;

/** Says what a changed row of a source means for a dimension; see {@link TableMapping}. */
@FunctionalInterface
public interface RowMapping {
    /** Returns the changes in the order in which they are meant, often one, none where the row says nothing of the dimension. */
    List<Change> changes(RowChange row);
}
