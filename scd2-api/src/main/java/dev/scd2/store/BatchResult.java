package dev.scd2.store;

import dev.scd2.mutation.MutationPlan;
import java.util.List;

/**
 * What a batch did, or in a dry run would do.
 *
 * <p>Immutable.
 *
 * @param plan what was written
 * @param accepted changes that are new evidence
 * @param replayed changes that were known already
 * @param rejected changes that went to quarantine, those known there included
 * @param generation the {@linkplain StoreState#generation() generation} of the store that it was planned against
 */
public record BatchResult(MutationPlan plan, long accepted, long replayed, long rejected, long generation) {
    /** Returns this result with another plan. */
    public BatchResult with(MutationPlan other) {
        return new BatchResult(other, accepted, replayed, rejected, generation);
    }

    /** Returns this result with more that is recorded beside. */
    public BatchResult with(List<AuditEntry> entries) {
        return with(plan.withAudit(entries));
    }
}
