/**
 * What must be written: {@link dev.scd2.mutation.Mutation}s in a {@link dev.scd2.mutation.MutationPlan}, and the
 * {@link dev.scd2.mutation.Restatement}s that follow for facts.
 *
 * <p>Nothing may be null unless it says so. Every type is immutable and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.mutation;
