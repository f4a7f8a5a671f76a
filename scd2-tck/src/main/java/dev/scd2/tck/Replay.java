package dev.scd2.tck;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import java.util.List;

/** Everything once more: nothing may be written, and nothing may differ afterwards, surrogate keys included. Stateless. */
final class Replay {
    private Replay() {}

    static void of(History target, List<Batch> batches, List<Held> before, int quarantined, DimensionStore store) {
        for (Batch batch : batches) {
            MutationPlan plan = target.apply(batch).plan();
            if (!plan.mutations().isEmpty()
                    || !plan.evidence().isEmpty()
                    || !plan.superseded().isEmpty()
                    || !plan.marks().isEmpty()
                    || !plan.restatements().isEmpty()) {
                throw new AssertionError("  a replay wrote " + plan.mutations().size() + " mutations, "
                        + plan.evidence().size() + " statements, "
                        + plan.superseded().size() + " superseded, "
                        + plan.marks().size() + " snapshots and "
                        + plan.restatements().size() + " restatements");
            }
        }
        if (!Held.of(store).equals(before)) {
            throw new AssertionError("  a replay changed what is held");
        }
        if (store.quarantine().size() != quarantined) {
            throw new AssertionError(
                    "  a replay put " + (store.quarantine().size() - quarantined) + " into quarantine");
        }
    }
}
