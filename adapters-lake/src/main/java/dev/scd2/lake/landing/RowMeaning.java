package dev.scd2.lake.landing;

import dev.scd2.change.Change;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.RowMapping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of files mean.
 *
 * <p>Immutable.
 *
 * @param operation the column that says what happened; null where every row observes
 * @param operations what its values mean
 * @param mapping what that means for the dimension
 */
record RowMeaning(@Nullable String operation, Map<String, Operation> operations, RowMapping mapping) {
    /** Copies the map. */
    RowMeaning {
        operations = Map.copyOf(operations);
    }

    /** Returns what happened to the row. */
    Operation operationOf(Map<String, @Nullable Object> row, long line) throws UnreadableFile {
        if (operation == null) {
            return Operation.READ;
        }
        Operation known = row.get(operation) instanceof String told ? operations.get(told.strip()) : null;
        if (known == null) {
            Set<String> declared = operations.keySet();
            throw UnreadableFile.at(
                    line, "column " + operation + " holds none of the operations declared, " + declared + ".");
        }
        return known;
    }

    List<Change> changes(
            Operation what,
            Map<String, @Nullable Object> row,
            Instant loadTime,
            Sequence sequence,
            @Nullable Position position) {
        boolean isDelete = what == Operation.DELETE;
        return mapping.changes(new RowChange(
                what, isDelete ? row : Map.of(), isDelete ? Map.of() : row, loadTime, sequence, position));
    }
}
