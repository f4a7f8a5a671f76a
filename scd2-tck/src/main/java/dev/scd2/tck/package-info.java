/**
 * What a store must do, as tests that others can run: extend {@link dev.scd2.tck.DimensionStoreContract}
 * with a factory of empty stores.
 * The rules are listed in {@code CONTRACT.md}.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.tck;
