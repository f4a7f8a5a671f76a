/** What points at a dimension, and how its lookup ends: {@link dev.scd2.fact.Outcome}. */
@org.jspecify.annotations.NullMarked
package dev.scd2.fact;
