package dev.scd2.store;

import dev.scd2.mutation.MutationPlan;

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
public record BatchResult(MutationPlan plan, long accepted, long replayed, long rejected, long generation) {}
