package dev.scd2.sql.rekey;

import dev.scd2.dimension.Dimension;
import dev.scd2.mutation.MutationPlan;

/**
 * What a batch rewrote of a dimension. Immutable.
 *
 * @param dimension whose history
 * @param plan what was written, or would be
 */
public record Rewrite(Dimension dimension, MutationPlan plan) {}
