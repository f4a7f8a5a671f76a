package dev.scd2.tck.cases;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Truncate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change or one listing of a history, which can be applied by itself. Immutable.
 *
 * @param label where it stands in the file, such as {@code 2.1} for the first of step 2
 * @param change the change; null for a listing
 * @param snapshot the listing; null for a change
 */
record Piece(
        String label, @Nullable Change change, @Nullable Snapshot snapshot) {
    /** Returns the changes and listings of all steps, in order. */
    static List<Piece> of(List<Step> steps) {
        List<Piece> pieces = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Apply apply) {
                Batch batch = apply.batch();
                int number = 1;
                for (Change change : batch.changes()) {
                    pieces.add(new Piece(step.number() + "." + number++, change, null));
                }
                String label = step.number() + "." + number;
                batch.snapshot().ifPresent(snapshot -> pieces.add(new Piece(label, null, snapshot)));
            }
        }
        return pieces;
    }

    /** Returns whether it speaks of every key. */
    boolean isOfEveryKey() {
        return snapshot != null || change instanceof Truncate;
    }
}
