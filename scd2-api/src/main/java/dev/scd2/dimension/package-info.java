/**
 * What a dimension is: its natural key, its attributes with their types and policies, and what it does on deletes and
 * conflicts. Start at {@link dev.scd2.dimension.Dimension}.
 *
 * <p>Nothing may be null unless it says so. Every type is immutable and may be shared between threads.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.dimension;
